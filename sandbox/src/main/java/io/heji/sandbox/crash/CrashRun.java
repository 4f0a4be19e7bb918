package io.heji.sandbox.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Randomness;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A {@link CrashTrial} from bringing up to the report. */
public final class CrashRun {
  private final FederationOptions options;
  private final int rounds;
  private final InstantSource clock;
  private final Randomness randomness;

  /**
   * A trial that has not begun.
   *
   * @param home the federation's folder, emptied at start
   * @param root where the built applications are
   * @param seed which made-up world, and what is killed when
   */
  public CrashRun(
      Path home,
      Path root,
      int platforms,
      long seed,
      int rounds,
      InstantSource clock,
      Randomness randomness) {
    this.options =
        new FederationOptions(
            home, root, platforms, Optional.empty(), seed, Scale.ofCrashes(rounds));
    this.rounds = rounds;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** Whether nothing was lost, doubled or wrong. */
  public boolean run(boolean json, PrintWriter out)
      throws SandboxFailedException, InterruptedException {
    Console console = new Console(json ? new PrintWriter(Writer.nullWriter()) : out, false);
    CrashTrial.Outcome outcome =
        new Sandbox(options, EpochRounds.PACE, console, clock, randomness)
            .run(
                (federation, bringup, _) -> {
                  console.title("Killing in " + rounds + " rounds while both banks ask");
                  return new CrashTrial(
                          federation, bringup, console, clock, randomness, options.random())
                      .run(rounds);
                });
    report(outcome, json, console, out);
    return outcome.complaints().isEmpty();
  }

  private static void report(
      CrashTrial.Outcome outcome, boolean json, Console console, PrintWriter out) {
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode line = mapper.createObjectNode();
      line.put("rounds", outcome.rounds()).put("answered", outcome.answered());
      line.put("fetched", outcome.fetched()).put("dueVetoes", outcome.dueVetoes());
      line.set("kinds", mapper.valueToTree(outcome.kinds()));
      line.set("refusals", mapper.valueToTree(outcome.refusals()));
      line.set("complaints", mapper.valueToTree(outcome.complaints()));
      out.println(line);
      return;
    }
    console.line(
        "  %d rounds %s: %d answers as plain SQL says, %d fetched after they got lost, %d withheld by the guard as it must, refused %s"
            .formatted(
                outcome.rounds(),
                outcome.kinds(),
                outcome.answered(),
                outcome.fetched(),
                outcome.dueVetoes(),
                outcome.refusals()));
    outcome.complaints().forEach(complaint -> console.line("    ✗ " + complaint));
    console.line(
        outcome.complaints().isEmpty()
            ? "  nothing lost, nothing doubled, nothing wrong"
            : "  " + outcome.complaints().size() + " complaints");
  }
}
