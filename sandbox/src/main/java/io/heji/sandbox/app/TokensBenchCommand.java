package io.heji.sandbox.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.bench.EngineComparison;
import io.heji.sandbox.bench.TokensBench;
import io.heji.sandbox.federation.Console;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
      "Measures what a token costs, step by step, on every engine and in batches of 1, 64 and 1,000, beside `openssl speed ecdhp256`.",
      "Processor time of one core; the last rows spread the work over cores and count by the clock."
    })
public final class TokensBenchCommand implements Callable<Integer> {
  private static final int MILLIS_MIN = 50;
  private static final int MILLIS_MAX = 60_000;
  private static final long COMPARE_MAX = 1_000_000_000L;

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
      names = "--compare",
      paramLabel = "N",
      description = "Measure nothing; compare the engines' bytes on N random identifiers instead.")
  private long compare;

  @Option(names = "--json", description = "Print the outcome as one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, CryptoException {
    PrintWriter err = spec.commandLine().getErr();
    if (millis < MILLIS_MIN || millis > MILLIS_MAX) {
      err.println("heji bench tokens: --millis wants 50 to 60000, got `" + millis + "`");
      return CommandLine.ExitCode.USAGE;
    }
    if (cores < 1 || compare < 0 || compare > COMPARE_MAX) {
      err.println("heji bench tokens: --cores wants 1 or more, --compare 1 to " + COMPARE_MAX);
      return CommandLine.ExitCode.USAGE;
    }
    Randomness randomness = Randomness.of(new SecureRandom());
    return compare > 0 ? compare(randomness, err) : measure(randomness, err);
  }

  private int compare(Randomness randomness, PrintWriter err) throws CryptoException {
    PrintWriter out = spec.commandLine().getOut();
    Console console = new Console(json ? err : out, false);
    EngineComparison.Outcome outcome =
        new EngineComparison(randomness)
            .run(compare, cores, done -> console.progress("identifiers compared", done, compare));
    if (json) {
      out.println(new ObjectMapper().valueToTree(outcome).toString());
    } else {
      outcome.missing().forEach(missing -> out.println("  not compared: " + missing));
      outcome.differences().forEach(difference -> out.println("  ✗ " + difference));
      out.printf(
          Locale.ROOT,
          "  %,d identifiers, %s against bouncy-castle: %s%n",
          outcome.compared(),
          String.join(" and ", outcome.engines()),
          outcome.differences().isEmpty() ? "the same bytes" : "DIFFERENT");
    }
    boolean something = !outcome.engines().isEmpty();
    return something && outcome.differences().isEmpty()
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private int measure(Randomness randomness, PrintWriter err)
      throws InterruptedException, CryptoException {
    PrintWriter out = spec.commandLine().getOut();
    List<TokensBench.Row> rows =
        new TokensBench(millis, randomness, line -> err.println("  measuring " + line)).run(cores);
    if (json) {
      ArrayNode list = new ObjectMapper().createArrayNode();
      for (TokensBench.Row row : rows) {
        ObjectNode item = list.addObject();
        item.put("engine", row.engine()).put("cores", row.cores()).put("batch", row.batch());
        item.put("step", row.step()).put("microsPerElement", row.micros());
        row.anchor().ifPresent(anchor -> item.put("opensslMicros", anchor));
        item.put("ratio", row.ratio());
      }
      out.println(list);
      return CommandLine.ExitCode.OK;
    }
    out.printf(
        "%n  %-14s %5s %6s  %-34s %12s %12s %12s %6s%n",
        "engine", "cores", "batch", "step", "µs/element", "elements/s", "openssl µs", "ratio");
    for (TokensBench.Row row : rows) {
      out.printf(
          Locale.ROOT,
          "  %-14s %5d %6d  %-34s %12.2f %12.0f %12.2f %6.2f%n",
          row.engine(),
          row.cores(),
          row.batch(),
          row.step(),
          row.micros(),
          1_000_000 / row.micros(),
          row.anchor().orElse(0),
          row.ratio());
    }
    out.println(
        "  ratio: how many elements in the time of one multiplication by `openssl speed ecdhp256`, measured just before each batch");
    return CommandLine.ExitCode.OK;
  }
}
