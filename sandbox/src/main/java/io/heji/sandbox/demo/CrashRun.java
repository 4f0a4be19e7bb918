package io.heji.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Randomness;
import io.heji.sandbox.demo.FederationHome.UnusableHomeException;
import io.heji.sandbox.population.AccountsFile.MalformedAccountsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** A {@link CrashTrial} from bringing up to the report. */
public final class CrashRun {
  private final DemoOptions options;
  private final InstantSource clock;
  private final Randomness randomness;

  public CrashRun(
      Path home, Path root, int platforms, long seed, InstantSource clock, Randomness randomness) {
    this.options = new DemoOptions(home, root, platforms, Optional.empty(), seed, 0, true);
    this.clock = clock;
    this.randomness = randomness;
  }

  /** Whether nothing was lost, doubled or wrong. */
  public boolean run(int rounds, boolean json, PrintWriter out)
      throws DemoFailedException, InterruptedException {
    Console console = new Console(json ? new PrintWriter(Writer.nullWriter()) : out, false);
    StepTimer timer = new StepTimer(System::nanoTime);
    try (FederationHome home = FederationHome.open(options.home());
        Bringup bringup =
            new Bringup(options, CrashTrial.pace(), home, console, timer, clock, randomness)) {
      bringup.endWithTheProgram();
      RunningFederation federation = bringup.run();
      console.title("Killing " + rounds + " times while both banks ask");
      CrashTrial.Outcome outcome =
          new CrashTrial(federation, bringup, console, clock, randomness, options.random())
              .run(rounds);
      report(outcome, json, console, out);
      return outcome.complaints().isEmpty();
    } catch (UnusableHomeException unusable) {
      throw new DemoFailedException(String.valueOf(unusable.getMessage()));
    } catch (IOException
        | SQLException
        | GeneralSecurityException
        | MalformedAccountsException failed) {
      throw new DemoFailedException(failed.getClass().getSimpleName() + ": " + failed.getMessage());
    }
  }

  private static void report(
      CrashTrial.Outcome outcome, boolean json, Console console, PrintWriter out) {
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode line = mapper.createObjectNode();
      line.put("rounds", outcome.rounds()).put("answered", outcome.answered());
      line.put("fetched", outcome.fetched());
      line.set("refusals", mapper.valueToTree(outcome.refusals()));
      line.set("complaints", mapper.valueToTree(outcome.complaints()));
      out.println(line);
      return;
    }
    console.line(
        "  %d kills: %d answers as plain SQL says, %d fetched after they got lost, refused %s"
            .formatted(
                outcome.rounds(), outcome.answered(), outcome.fetched(), outcome.refusals()));
    outcome.complaints().forEach(complaint -> console.line("    ✗ " + complaint));
    console.line(
        outcome.complaints().isEmpty()
            ? "  nothing lost, nothing doubled, nothing wrong"
            : "  " + outcome.complaints().size() + " complaints");
  }
}
