package io.heji.sandbox.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.bench.Machine;
import io.heji.sandbox.bench.TimingBench;
import io.heji.sandbox.bench.TimingReport;
import io.heji.sandbox.federation.Scale;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          BenchCommand.requireWithin("--questions", questions, QUESTIONS_MIN, QUESTIONS_MAX);
          TimingBench bench =
              new TimingBench(
                  options.federation(platforms.count(), Scale.DEMO),
                  questions,
                  options.console(spec),
                  InstantSource.system(),
                  Randomness.of(new SecureRandom()));
          return () -> {
            TimingReport report = bench.run();
            tell(report, spec.commandLine().getOut());
            return report.asExpected();
          };
        });
  }

  private void tell(TimingReport report, PrintWriter out) throws InterruptedException {
    if (options.json()) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode outcome = mapper.createObjectNode();
      outcome.set("machine", mapper.valueToTree(Machine.here()));
      outcome.setAll((ObjectNode) mapper.valueToTree(report));
      out.println(outcome);
    } else {
      print(report, out);
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
