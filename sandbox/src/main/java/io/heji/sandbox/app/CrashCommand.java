package io.heji.sandbox.app;

import io.heji.crypto.Randomness;
import io.heji.sandbox.crash.CrashRun;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code heji crash}. Exit codes: 0 nothing lost, doubled or wrong, 1 something is, 2 wrong usage.
 */
@Command(
    name = "heji crash",
    mixinStandardHelpOptions = true,
    version = "heji 0.1.0",
    sortOptions = false,
    description = {
      "Brings up a federation, lets both banks ask, and kills (kill -9) in rounds of eight kinds:",
      "  process     the gateway, a tokeniser or a process of an agent",
      "  twin        one of an agent's two processes; the banks are answered without it",
      "  pair        two of them at the same moment",
      "  database    a process of the database server",
      "  postmaster  the whole database server, so that every party's database is gone at once",
      "  bank        a bank's own program in the middle of its question, which it then fetches",
      "  epoch       an agent while it tokenises for a new epoch, and a process before that starts",
      "  roster      an agent until its platform is off the roster, and the gateway or another",
      "              process about when that roster is due",
      "Any twelve rounds hold each kind. Then every answer is compared with plain SQL, and the",
      "records of all parties with each other."
    })
public final class CrashCommand implements Callable<Integer> {
  private static final int ROUNDS_MAX = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many rounds, 1 to 100000 (default: 12).")
  private int rounds;

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
      description = "Which made-up world, and what is killed when (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Print the outcome as one line of JSON.")
  private boolean json;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".heji-crash",
      description = "The federation's folder, emptied at start (default: .heji-crash).")
  private Path home = Path.of(".heji-crash");

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(new CrashCommand()).setOut(out).setErr(err).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      err.println("heji crash: --rounds wants 1 to " + ROUNDS_MAX + ", got `" + rounds + "`");
      return CommandLine.ExitCode.USAGE;
    }
    try {
      Path root = Path.of(System.getProperty("heji.root", "."));
      CrashRun run =
          new CrashRun(
              home,
              root,
              platforms,
              seed,
              InstantSource.system(),
              Randomness.of(new SecureRandom()));
      return run.run(rounds, json, spec.commandLine().getOut())
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException wrong) {
      err.println("heji crash: " + wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (SandboxFailedException failed) {
      err.println("heji crash: " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
