package io.heji.sandbox.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Randomness;
import io.heji.sandbox.bench.Machine;
import io.heji.sandbox.bench.TimingBench;
import io.heji.sandbox.bench.TimingReport;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji bench timing}. */
@Command(
    name = "timing",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares, from the gateway's seat, when agents answer about their customers and about people they do not know.",
      "Plants 1 ms more in an agent's reading, which must stay hidden, and 1 ms after the answer delay, which must be found."
    })
public final class TimingBenchCommand implements Callable<Integer> {
  /** The shipped policy lets a bank ask about 20,000 people a day. */
  private static final int QUESTIONS_MAX = 6_000;

  private static final int QUESTIONS_MIN = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Questions in each of two runs and a third as many in another, each answered by every platform, 60 to 6000 (default: 1500).")
  private int questions;

  @Option(
      names = "--platforms",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many platforms, 4 to 8 (default: 4).")
  private int platforms;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which made-up world (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Print the outcome as one line of JSON.")
  private boolean json;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".heji-bench",
      description = "The federation's folder, emptied at start (default: .heji-bench).")
  private Path home = Path.of(".heji-bench");

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      BenchCommand.requireWithin("--questions", questions, QUESTIONS_MIN, QUESTIONS_MAX);
      FederationOptions options =
          new FederationOptions(
              home,
              Path.of(System.getProperty("heji.root", ".")),
              platforms,
              Optional.empty(),
              seed);
      // With --json the steps go to standard error, so that standard output is JSON alone.
      TimingReport report =
          new TimingBench(
                  options,
                  questions,
                  new Console(json ? err : out, false),
                  InstantSource.system(),
                  Randomness.of(new SecureRandom()))
              .run();
      if (json) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode outcome = mapper.createObjectNode();
        outcome.set("machine", mapper.valueToTree(Machine.here()));
        outcome.setAll((ObjectNode) mapper.valueToTree(report));
        out.println(outcome);
      } else {
        print(report, out);
      }
      return report.asExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException wrong) {
      err.println("heji bench timing: " + wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (SandboxFailedException failed) {
      err.println("heji bench timing: " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static void print(TimingReport report, PrintWriter out) {
    out.println();
    out.printf(
        "  %-38s %9s %9s %21s %21s %7s%n",
        "from ASK to contribution, µs", "customers", "strangers", "median", "p99", "score");
    for (TimingReport.Row row : report.rows()) {
      out.printf(
          Locale.ROOT,
          "%s %-38s %9d %9d %10.0f %10.0f %10.0f %10.0f %7.1f  %s%n",
          row.detected() == row.expected() ? " " : "✗",
          row.what(),
          row.customers(),
          row.strangers(),
          row.customersMedian(),
          row.strangersMedian(),
          row.customersP99(),
          row.strangersP99(),
          row.score(),
          row.detected() ? "a difference" : "no difference");
    }
    out.printf(
        Locale.ROOT,
        "%s reading a customer beside the agent: %.0f µs, once planted %.0f µs%n",
        report.wasPlanted() ? " " : "✗",
        report.readingMicros(),
        report.plantedReadingMicros());
    out.printf(
        Locale.ROOT,
        "  score: %s; a difference beyond %.2f in either direction (once in 10,000 runs by chance)%n",
        report.statistic(),
        report.detectedFrom());
  }
}
