package io.heji.bank.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line without repeating what was typed: among it may be an
 * identity number, which picocli's own messages would print.
 */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    return print(wrong).number();
  }

  static ExitCode print(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("heji bank: " + message(wrong));
    command.getErr().println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException wrong) {
    return switch (wrong) {
      case UsageException ours -> ours.told();
      case MissingParameterException missing ->
          "missing: "
              + String.join(", ", missing.getMissing().stream().map(UsageErrors::name).toList());
      case UnmatchedArgumentException unmatched -> unmatched(unmatched.getUnmatched());
      default -> {
        ArgSpec argument = wrong.getArgSpec();
        yield argument == null ? "wrong usage" : "wrong value for " + name(argument);
      }
    };
  }

  private static String unmatched(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.matches("--[a-z-]{1,32}(=.*)?"))
        .findFirst()
        .map(option -> "unknown option `" + option.replaceFirst("=.*", "") + "`")
        .orElse("an argument too many");
  }

  private static String name(ArgSpec argument) {
    return argument.isOption()
        ? ((CommandLine.Model.OptionSpec) argument).longestName()
        : argument.paramLabel();
  }
}
