package io.heji.bank.app;

/**
 * What the process ends with, for scripts; documented in {@code docs/reference/bank-ask-json.md}.
 */
enum ExitCode {
  /** The answer is printed and was verified. */
  ANSWERED(0),
  /** Something else failed, such as a file. */
  OTHER(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The gateway refused, or the question would be refused; the problem is printed. */
  REFUSED(3),
  /** The gateway gave no answer. */
  UNREACHABLE(4),
  /** What came back does not verify; nothing of it is printed. */
  NOT_VERIFIED(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
