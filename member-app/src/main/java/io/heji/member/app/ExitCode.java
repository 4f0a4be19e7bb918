package io.heji.member.app;

/** What the process ends with, for scripts; documented in {@code docs/operating/new-epoch.md}. */
enum ExitCode {
  /** Keys and statement are there. */
  MADE(0),
  /** A file cannot be read or written. */
  OTHER(1),
  /** The command line is wrong. */
  USAGE(2),
  /** Documents, party, key or epoch do not fit; nothing was drawn or overwritten. */
  REFUSED(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
