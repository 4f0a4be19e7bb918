package io.heji.sandbox.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.sandbox.bench.Machine;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every measurement of a whole federation is told, and where it says what it found. */
final class BenchOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  boolean json() {
    return json;
  }

  FederationOptions federation(int platforms, Scale scale) {
    return new FederationOptions(home, Commands.root(), platforms, Optional.empty(), seed, scale);
  }

  /** With --json the steps go to standard error, so that standard output is JSON alone. */
  Console console(CommandSpec spec) {
    PrintWriter steps = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    return new Console(steps, false);
  }

  /** A measurement of one size, which has not begun. */
  interface Bench<R> {
    R run() throws SandboxFailedException, InterruptedException;
  }

  /**
   * Measures one size after the other and tells what came out.
   *
   * @param each says one
   * @param beside says the sizes beside one another
   */
  <R> List<R> measure(
      List<Bench<R>> benches,
      PrintWriter out,
      BiConsumer<R, PrintWriter> each,
      BiConsumer<List<R>, PrintWriter> beside)
      throws SandboxFailedException, InterruptedException {
    List<R> reports = new ArrayList<>();
    for (Bench<R> bench : benches) {
      reports.add(bench.run());
    }
    tell(
        reports,
        out,
        text -> {
          reports.forEach(report -> each.accept(report, text));
          beside.accept(reports, text);
        });
    return reports;
  }

  /**
   * The machine and each run: as JSON, or the machine as text and then whatever there is to say.
   */
  private void tell(List<?> runs, PrintWriter out, Consumer<PrintWriter> text)
      throws InterruptedException {
    Machine machine = Machine.here();
    if (json) {
      ObjectNode outcome = JSON.createObjectNode();
      outcome.set("machine", JSON.valueToTree(machine));
      outcome.set("runs", JSON.valueToTree(runs));
      out.println(outcome);
    } else {
      out.println();
      TokensBenchCommand.machine(machine, out);
      text.accept(out);
    }
  }
}
