package io.heji.sandbox.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Randomness;
import io.heji.sandbox.bench.IndexBench;
import io.heji.sandbox.bench.IndexReport;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
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

/** {@code heji bench index}. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how fast one agent tokenises its platform's whole book, end to end: the platform's database, the agent,"
          + " the gateway, two tokenisers, the index.",
      "The first platform has the book, the other three have a handful of customers each."
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
      description = "Customers of the book, 1000 to 10000000.")
  private long rows;

  @Option(
      names = "--agent-heap",
      paramLabel = "MB",
      defaultValue = "160",
      description = "Heap limit of each agent, 64 to 16384 megabytes (default: 160).")
  private int agentHeap;

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
      BenchCommand.requireWithin("--rows", rows, ROWS_MIN, Scale.REGISTERED_MAX);
      BenchCommand.requireWithin("--agent-heap", agentHeap, HEAP_MIN, HEAP_MAX);
      FederationOptions options =
          new FederationOptions(
              home,
              Path.of(System.getProperty("heji.root", ".")),
              FederationOptions.PLATFORMS_MIN,
              Optional.empty(),
              seed,
              IndexBench.scale(rows, agentHeap));
      // With --json the steps go to standard error, so that standard output is JSON alone.
      IndexReport report =
          new IndexBench(
                  options,
                  new Console(json ? err : out, false),
                  InstantSource.system(),
                  Randomness.of(new SecureRandom()))
              .run();
      if (json) {
        out.println(new ObjectMapper().writeValueAsString(report));
      } else {
        print(report, out);
      }
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException wrong) {
      err.println("heji bench index: " + wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (SandboxFailedException failed) {
      err.println("heji bench index: " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static void print(IndexReport report, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n  a book of %,d customers: %,d watched in %.1f s, %.0f customers a second%n%n",
        report.rows(),
        report.measured(),
        report.seconds(),
        report.customersPerSecond());
    out.printf(
        Locale.ROOT, "  %-24s %18s %18s%n", "party", "CPU a customer, µs", "peak memory, MiB");
    report
        .cpuMicros()
        .forEach(
            (party, micros) -> {
              Long peak = report.peakKibibytes().get(party);
              out.printf(
                  Locale.ROOT,
                  "  %-24s %18.1f %18s%n",
                  party,
                  micros,
                  peak == null
                      ? ""
                      : String.format(Locale.ROOT, "%.0f", peak / KIBIBYTES_PER_MEBIBYTE));
            });
  }
}
