package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.app.BenchOptions.Bench;
import io.heji.sandbox.bench.QueryBench;
import io.heji.sandbox.bench.QueryPath;
import io.heji.sandbox.bench.QueryReport;
import io.heji.sandbox.bench.Spread;
import io.heji.sandbox.federation.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji bench query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures whole questions, one at a time, about people whose token the bank does not have and about the same people again:"
          + " p50, p99 and CPU of each party.",
      "In the same run: one program that adds up the same sums from the platforms' databases and the database's commit latency,"
          + " each one after the other (hot) and after pauses as long as the answer delay (paced), and one multiplication by openssl."
    })
public final class QueryBenchCommand implements Callable<Integer> {
  private static final int QUESTIONS_MIN = 16;

  private static final int QUESTIONS_MAX = 9_000;

  private static final int WARM_UP_MAX = 5_000;

  /** Each person is asked about twice, and the shipped policy allows a bank 20,000 a day. */
  private static final int PEOPLE_MAX = 9_900;

  private static final long CUSTOMERS_MIN = 200;
  private static final long CUSTOMERS_MAX = 10_000_000;
  private static final double MICROS_PER_MILLI = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "400",
      description = "People asked about, each twice, 16 to 9000 (default: 400).")
  private int questions;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "People asked about before, each twice, not counted, 0 to 5000 (default: 1500); with --questions at most 9900.")
  private int warmUp;

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "2000",
      split = ",",
      description =
          "Customers of each platform, 200 to 10000000 (default: 2000); beyond 10000 they owe nothing."
              + " Several sizes with commas, one federation after the other.")
  private List<Long> customers = new ArrayList<>();

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          requireWithin();
          Console console = options.console(spec);
          List<Bench<QueryReport>> benches =
              customers.stream()
                  .<Bench<QueryReport>>map(size -> bench(size, console)::run)
                  .toList();
          return () ->
              options
                  .measure(
                      benches,
                      spec.commandLine().getOut(),
                      QueryBenchCommand::print,
                      QueryBenchCommand::flatness)
                  .stream()
                  .allMatch(QueryReport::right);
        });
  }

  private void requireWithin() {
    BenchCommand.requireWithin("--questions", questions, QUESTIONS_MIN, QUESTIONS_MAX);
    BenchCommand.requireWithin("--warm-up", warmUp, 0, WARM_UP_MAX);
    BenchCommand.requireWithin(
        "--questions and --warm-up together", questions + warmUp, 0, PEOPLE_MAX);
    for (long size : customers) {
      BenchCommand.requireWithin("--customers", size, CUSTOMERS_MIN, CUSTOMERS_MAX);
    }
  }

  private QueryBench bench(long size, Console console) {
    return new QueryBench(
        options.federation(platforms.count(), QueryBench.scale(platforms.count(), size)),
        questions,
        warmUp,
        console,
        InstantSource.system(),
        Randomness.of(new SecureRandom()),
        Thread::sleep);
  }

  /** The sizes beside one another: times should be the same. */
  private static void flatness(List<QueryReport> reports, PrintWriter out) {
    if (reports.size() < 2) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n  %12s %12s %12s %14s %14s %12s %12s%n",
        "customers",
        "cold p50, ms",
        "kept p50, ms",
        "kept p99, ms",
        "central p50",
        "kept, hot",
        "kept, paced");
    for (QueryReport report : reports) {
      out.printf(
          Locale.ROOT,
          "  %,12d %12.3f %12.3f %14.3f %14.3f %12s %12s%n",
          report.customers(),
          report.cold().times().p50() / MICROS_PER_MILLI,
          report.kept().times().p50() / MICROS_PER_MILLI,
          report.kept().times().p99() / MICROS_PER_MILLI,
          report.hot().central().p50() / MICROS_PER_MILLI,
          keptRatio(report, QueryReport.HOT),
          keptRatio(report, QueryReport.PACED));
    }
  }

  private static String keptRatio(QueryReport report, String anchors) {
    return report
        .kept(anchors)
        .map(terms -> String.format(Locale.ROOT, "%.2f", terms.ratio()))
        .orElse("-");
  }

  private static void print(QueryReport report, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n  %d platforms of %,d customers each, one question at a time%n%n",
        report.platforms(),
        report.customers());
    out.printf(Locale.ROOT, "  %-46s %7s %10s %10s%n", "ms", "count", "p50", "p99");
    row(out, "question, token not kept (cold)", report.cold().times());
    row(out, "question, token kept", report.kept().times());
    anchors(out, "one after the other", report.hot());
    anchors(out, "after a pause", report.paced());
    cpu(report.cold().cpuMicros(), report.kept().cpuMicros(), out);
    path(report.path(), out);
    terms(report, out);
    out.printf(
        Locale.ROOT,
        "%s answers that are not the central program's sum within the rounding: %d%n",
        report.right() ? " " : "✗",
        report.wrong());
  }

  private static void row(PrintWriter out, String what, Spread spread) {
    out.printf(
        Locale.ROOT,
        "  %-46s %7d %10.3f %10.3f%n",
        what,
        spread.count(),
        spread.p50() / MICROS_PER_MILLI,
        spread.p99() / MICROS_PER_MILLI);
  }

  private static void anchors(PrintWriter out, String when, QueryReport.Anchors anchors) {
    row(out, "one central program, " + when, anchors.central());
    row(out, "a small commit, fsync on, " + when, anchors.commit());
  }

  private static void cpu(
      SortedMap<String, Double> cold, SortedMap<String, Double> kept, PrintWriter out) {
    out.printf(Locale.ROOT, "%n  %-46s %10s %10s%n", "CPU a question, ms", "cold", "kept");
    cold.forEach(
        (party, micros) ->
            out.printf(
                Locale.ROOT,
                "  %-46s %10.2f %10.2f%n",
                party,
                micros / MICROS_PER_MILLI,
                kept.getOrDefault(party, 0.0) / MICROS_PER_MILLI));
  }

  private static void path(QueryPath path, PrintWriter out) {
    out.printf(
        Locale.ROOT, "%n  %-63s %8s %12s%n", "what a question waits for", "commits", "curve ops");
    for (QueryPath.Step step : path.steps()) {
      out.printf(
          Locale.ROOT,
          "  %-11s %-51s %8d %12d%s%n",
          step.party(),
          step.what(),
          step.commits(),
          step.curveOperations(),
          step.inDelay()
              ? "  within the answer delay, not counted"
              : step.tokenRound() ? "  cold only" : "");
    }
  }

  private static void terms(QueryReport report, PrintWriter out) {
    Double curve = report.curveMicros();
    if (curve == null) {
      out.printf("%n  openssl is not installed: no curve operation to compare with, no ratio%n");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n  D(1) of the policy %.1f ms; a multiplication by openssl %.1f µs%n",
        report.answerDelayMicros() / MICROS_PER_MILLI,
        curve);
    for (QueryReport.Terms terms : report.terms()) {
      out.printf(
          Locale.ROOT,
          "  %s%s, by %s anchors: p50 − D(1) = %.2f ms; %d commits %.2f ms + central reads %.2f ms + %d curve operations %.2f ms = %.2f ms; ratio %.2f (target ≤ %.0f with kept tokens)%n",
          terms.what().equals("kept") ? terms.met() ? "met     " : "not met " : "        ",
          terms.what(),
          terms.anchors(),
          terms.restMicros() / MICROS_PER_MILLI,
          terms.commits(),
          terms.commitsMicros() / MICROS_PER_MILLI,
          terms.readsMicros() / MICROS_PER_MILLI,
          terms.curveOperations(),
          terms.curveMicros() / MICROS_PER_MILLI,
          (terms.commitsMicros() + terms.readsMicros() + terms.curveMicros()) / MICROS_PER_MILLI,
          terms.ratio(),
          QueryReport.RATIO_MAX);
    }
  }
}
