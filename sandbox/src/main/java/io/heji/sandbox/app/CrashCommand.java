package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.crash.CrashRun;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PlatformsOption platforms = new PlatformsOption();

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
    Commands.run(new CrashCommand(), arguments);
  }

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          BenchCommand.requireWithin("--rounds", rounds, 1, ROUNDS_MAX);
          CrashRun run =
              new CrashRun(
                  home,
                  Commands.root(),
                  platforms.count(),
                  seed,
                  rounds,
                  InstantSource.system(),
                  Randomness.of(new SecureRandom()));
          return () -> run.run(json, spec.commandLine().getOut());
        });
  }
}
