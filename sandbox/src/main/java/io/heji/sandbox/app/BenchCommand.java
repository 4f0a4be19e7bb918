package io.heji.sandbox.app;

import picocli.CommandLine.Command;

/** {@code heji bench}: measurements, each beside an anchor of the same run. */
@Command(
    name = "heji bench",
    mixinStandardHelpOptions = true,
    version = "heji 0.1.0",
    description =
        "Measures. Each figure stands beside an anchor that was measured in the same run.",
    subcommands = {
      TokensBenchCommand.class,
      IndexBenchCommand.class,
      QueryBenchCommand.class,
      TimingBenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured, and nothing was wrong",
      "1:something was wrong, or it could not be measured",
      "2:wrong usage"
    })
public final class BenchCommand {
  static void requireWithin(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          option + " wants " + min + " to " + max + ", got `" + value + "`");
    }
  }

  public static void main(String[] arguments) {
    Commands.run(new BenchCommand(), arguments);
  }
}
