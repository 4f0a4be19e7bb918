package io.heji.sandbox.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.EngineChoice;
import io.heji.sandbox.bench.Anchor;
import io.heji.sandbox.bench.EngineComparison;
import io.heji.sandbox.bench.Machine;
import io.heji.sandbox.bench.Pace;
import io.heji.sandbox.bench.TokensBench;
import io.heji.sandbox.bench.TokensReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji bench tokens}. */
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what a token costs, step by step, on every engine and in batches of 1, 64 and 1,000;"
          + " before and after each step `openssl speed ecdhp256`. All of it takes five to ten minutes.",
      "Processor time of one core; the last rows spread the work over cores and count by the clock."
    })
public final class TokensBenchCommand implements Callable<Integer> {
  private static final int MILLIS_MIN = 50;
  private static final int MILLIS_MAX = 60_000;
  private static final int CORES_MAX = 1_024;
  private static final long COMPARE_MAX = 1_000_000_000L;
  private static final double MICROS_PER_SECOND = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--millis",
      paramLabel = "N",
      defaultValue = "400",
      description = "How long each figure is measured, 50 to 60000 (default: 400).")
  private int millis;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Up to how many cores (default: all of this machine).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--engines",
      paramLabel = "E",
      split = ",",
      description =
          "Measure these only: bouncy-castle, libcrypto, vector, auto (default: all; the targets are auto's).")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--compare",
      paramLabel = "N",
      description = "Measure nothing; compare the engines' bytes on N random identifiers instead.")
  private @Nullable Long compare;

  @Option(
      names = "--without",
      paramLabel = "E",
      split = ",",
      description =
          "With --compare: engines that this machine cannot have. Without it each must be there.")
  private List<String> without = new ArrayList<>();

  @Option(names = "--json", description = "Print the outcome as one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          BenchCommand.requireWithin("--millis", millis, MILLIS_MIN, MILLIS_MAX);
          BenchCommand.requireWithin("--cores", cores, 1, CORES_MAX);
          Randomness randomness = Randomness.of(new SecureRandom());
          Long identifiers = compare;
          if (identifiers == null) {
            List<EngineChoice> chosen =
                engines.isEmpty() ? TokensBench.ENGINES : List.copyOf(choices(engines));
            return () -> measure(chosen, randomness);
          }
          BenchCommand.requireWithin("--compare", identifiers, 1, COMPARE_MAX);
          Set<EngineChoice> left = choices(without);
          return () -> compare(identifiers, left, randomness);
        });
  }

  private static Set<EngineChoice> choices(List<String> names) {
    Set<EngineChoice> choices = EnumSet.noneOf(EngineChoice.class);
    for (String name : names) {
      choices.add(
          EngineChoice.of(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "an engine is auto, bouncy-castle, libcrypto or vector, got `"
                              + name
                              + "`")));
    }
    return choices;
  }

  private boolean compare(long identifiers, Set<EngineChoice> left, Randomness randomness)
      throws InterruptedException, JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Pace pace = new Pace("identifiers", identifiers, System::nanoTime, err::println);
    EngineComparison.Outcome outcome =
        EngineComparison.of(left, cores, randomness).run(identifiers, cores, pace::done);
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(outcome));
    } else {
      outcome.missing().forEach(missing -> out.println("  ✗ missing: " + missing));
      outcome
          .differences()
          .forEach(
              (difference, times) ->
                  out.printf(Locale.ROOT, "  ✗ %s (%,d times)%n", difference, times));
      out.println("  compared: " + String.join(", ", outcome.operations()));
      out.printf(
          Locale.ROOT,
          "  %,d identifiers, %s against bouncy-castle: %s%n",
          outcome.compared(),
          outcome.engines().isEmpty() ? "nothing" : String.join(", ", outcome.engines()),
          outcome.differences().isEmpty() ? "the same bytes" : "DIFFERENT");
    }
    return outcome.same();
  }

  private boolean measure(List<EngineChoice> chosen, Randomness randomness)
      throws InterruptedException, CryptoException, JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    TokensReport report =
        new TokensBench(millis, chosen, randomness, line -> err.println("  measuring " + line))
            .run(cores);
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(report));
    } else {
      print(report, out);
    }
    return true;
  }

  private static void print(TokensReport report, PrintWriter out) {
    out.println();
    machine(report.machine(), out);
    report
        .leftOut()
        .forEach(left -> out.println("  left out: " + left.engine() + ": " + left.reason()));
    out.printf(
        "%n  %-14s %5s %6s  %-30s %12s %12s %9s %9s %6s%n",
        "engine",
        "cores",
        "batch",
        "step",
        "µs/element",
        "elements/s",
        "openssl",
        "after",
        "ratio");
    for (TokensReport.Row row : report.rows()) {
      out.printf(
          Locale.ROOT,
          "  %-14s %5d %6d  %-30s %12.2f %12.0f %9s %9s %6s%n",
          row.engine(),
          row.cores(),
          row.batch(),
          row.step().label(),
          row.micros(),
          MICROS_PER_SECOND / row.micros(),
          figure(row.opensslBefore()),
          figure(row.opensslAfter()),
          figure(row.ratio()));
    }
    out.println(
        "  openssl, after: µs of one multiplication by `openssl speed ecdhp256`, a second before and a second after the step;"
            + " ratio: how many elements are done in the mean of the two");
    for (TokensReport.Scaling scaling : report.scaling()) {
      out.printf(
          Locale.ROOT,
          "  %s on %d cores: %.2f times one core%n",
          scaling.step().label(),
          scaling.cores(),
          scaling.timesOneCore());
    }
    targets(report, out);
  }

  private static void targets(TokensReport report, PrintWriter out) {
    out.println();
    samples("openssl", report.openssl(), out);
    samples("openssl by the clock", report.opensslByClock(), out);
    if (!report.targets().isEmpty()) {
      out.println("  targets (engine auto, one core):");
    }
    for (TokensReport.Target target : report.targets()) {
      out.printf(
          Locale.ROOT,
          "  %s %-72s %6.2f  (%s %.1f)%n",
          target.met() ? "met    " : "not met",
          target.what(),
          target.measured(),
          target.atLeast() ? "≥" : "≤",
          target.limit());
    }
  }

  private static void samples(String what, Anchor.Samples samples, PrintWriter out) {
    if (samples.count() == 0) {
      out.println("  " + what + ": not measured");
      return;
    }
    out.printf(
        Locale.ROOT,
        "  %s, %d samples: least %.2f µs, median %.2f µs, most %.2f µs%s%n",
        what,
        samples.count(),
        samples.min(),
        samples.median(),
        samples.max(),
        samples.isQuiet() ? "" : "; THE MACHINE WAS BUSY, measure again");
  }

  static void machine(Machine machine, PrintWriter out) {
    machine.lines().forEach(line -> out.println("  " + line));
  }

  private static String figure(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
