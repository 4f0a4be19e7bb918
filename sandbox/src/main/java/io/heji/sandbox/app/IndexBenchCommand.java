package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.app.BenchOptions.Bench;
import io.heji.sandbox.bench.BulkWork;
import io.heji.sandbox.bench.IndexBench;
import io.heji.sandbox.bench.IndexReport;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.Scale;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji bench index}. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how fast one agent tokenises its platform's whole book, end to end: the platform's database, the agent,"
          + " the gateway, two tokenisers, the index.",
      "The first platform has the book, the other three have a handful of customers each."
          + " Beside it, what all parties' bulk work allows on this machine in the same run."
    })
public final class IndexBenchCommand implements Callable<Integer> {
  private static final long ROWS_MIN = 1_000;
  private static final int HEAP_MIN = 64;
  private static final int HEAP_MAX = 16_384;
  private static final double KIBIBYTES_PER_MEBIBYTE = 1_024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rows",
      paramLabel = "N",
      required = true,
      split = ",",
      description =
          "Customers of the book, 1000 to 10000000; several sizes with commas, one federation after the other.")
  private List<Long> rows = new ArrayList<>();

  @Option(
      names = "--agent-heap",
      paramLabel = "MB",
      defaultValue = "160",
      description = "Heap limit of each agent, 64 to 16384 megabytes (default: 160).")
  private int agentHeap;

  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          for (long size : rows) {
            BenchCommand.requireWithin("--rows", size, ROWS_MIN, Scale.REGISTERED_MAX);
          }
          BenchCommand.requireWithin("--agent-heap", agentHeap, HEAP_MIN, HEAP_MAX);
          Console console = options.console(spec);
          List<Bench<IndexReport>> benches =
              rows.stream().<Bench<IndexReport>>map(size -> bench(size, console)::run).toList();
          return () -> {
            PrintWriter out = spec.commandLine().getOut();
            var _ =
                options.measure(
                    benches, out, IndexBenchCommand::print, IndexBenchCommand::flatness);
            return true;
          };
        });
  }

  private IndexBench bench(long size, Console console) {
    return new IndexBench(
        options.federation(FederationOptions.PLATFORMS_MIN, IndexBench.scale(size, agentHeap)),
        console,
        InstantSource.system(),
        Randomness.of(new SecureRandom()));
  }

  private static void print(IndexReport report, PrintWriter out) {
    out.printf(Locale.ROOT, "%n  a book of %,d customers%n", report.rows());
    part("from the first look", report.whole(), out);
    part("warm, without its first quarter", report.warm(), out);
    out.printf(
        Locale.ROOT,
        "%n  %-24s %18s %18s %18s%n",
        "party",
        "CPU a customer, µs",
        "warm",
        "peak memory, MiB");
    report
        .whole()
        .cpuMicros()
        .forEach(
            (party, micros) -> {
              Long peak = report.peakKibibytes().get(party);
              out.printf(
                  Locale.ROOT,
                  "  %-24s %18.1f %18.1f %18s%n",
                  party,
                  micros,
                  report.warm().cpuMicros().getOrDefault(party, 0.0),
                  peak == null
                      ? ""
                      : String.format(Locale.ROOT, "%.0f", peak / KIBIBYTES_PER_MEBIBYTE));
            });
    bulk(report, out);
  }

  private static void part(String what, IndexReport.Part part, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  %-34s %,9d in %7.1f s, %,8.0f customers a second%n",
        what,
        part.customers(),
        part.seconds(),
        part.customersPerSecond());
  }

  private static void bulk(IndexReport report, PrintWriter out) {
    BulkWork bulk = report.bulk();
    out.printf(
        Locale.ROOT,
        "%n  bulk work of a customer on all cores: agent %.2f µs to blind and %.2f µs to verify, unblind and finalize,"
            + " two tokenisers %.2f µs each, together %.2f µs: %,.0f customers a second at most (measured before: %,.0f, after: %,.0f)%n",
        bulk.agentBlind(),
        bulk.agentFinish(),
        bulk.tokeniser(),
        bulk.micros(),
        bulk.customersPerSecond(),
        report.bulkBefore().customersPerSecond(),
        report.bulkAfter().customersPerSecond());
    out.printf(
        Locale.ROOT,
        "  %s end to end, warm, of that: %.2f (target ≥ %.1f)%n",
        report.met() ? "met    " : "not met",
        report.ratio(),
        IndexReport.RATIO_MIN);
  }

  /** The largest beside the smallest book: rate and memory should be the same. */
  private static void flatness(List<IndexReport> reports, PrintWriter out) {
    if (reports.size() < 2) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n  %12s %22s %8s   peak memory of each process, MiB%n",
        "customers",
        "customers/s, warm",
        "ratio");
    for (IndexReport report : reports) {
      StringBuilder peaks = new StringBuilder();
      report
          .peakKibibytes()
          .forEach(
              (party, peak) ->
                  peaks.append(
                      String.format(
                          Locale.ROOT, "  %s %.0f", party, peak / KIBIBYTES_PER_MEBIBYTE)));
      out.printf(
          Locale.ROOT,
          "  %,12d %,22.0f %8.2f %s%n",
          report.rows(),
          report.warm().customersPerSecond(),
          report.ratio(),
          peaks);
    }
  }
}
