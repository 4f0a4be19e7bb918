package io.heji.bank.app;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A wrong command line in our own words, which repeat nothing that was typed. */
final class UsageException extends ParameterException {
  private static final long serialVersionUID = 1L;

  private final String told;

  UsageException(CommandLine command, String told) {
    super(command, told);
    this.told = told;
  }

  String told() {
    return told;
  }
}
