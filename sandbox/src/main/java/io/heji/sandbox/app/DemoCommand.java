package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.demo.Demo;
import io.heji.sandbox.demo.DemoOptions;
import io.heji.sandbox.federation.FederationOptions;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji demo}. Exit codes: 0 all as it must be, 1 something is not, 2 wrong usage. */
@Command(
    name = "heji demo",
    mixinStandardHelpOptions = true,
    version = "heji 0.1.0",
    sortOptions = false,
    description = {
      "Brings up a whole federation on this machine: PostgreSQL, one gateway, two tokenisers, an"
          + " agent at each platform, as processes of their own. Then a bank asks what a borrower"
          + " owes in total, and you see what each party saw.",
      "All people, platforms and banks are made up."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was as it must be",
      "1:something was not, or the demo could not run",
      "2:wrong usage"
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--once",
      description = "End after the walk-through (and --check); the exit code tells.")
  private boolean once;

  @Option(
      names = "--check",
      paramLabel = "N",
      description =
          "Also ask about N borrowers of every kind and compare each answer, value and state, with"
              + " a prediction by plain SQL.")
  private int check;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description =
          "Real accounts instead of generated ones: a CSV with the columns of"
              + " docs/reference/accounts-csv.md.")
  private @Nullable Path accounts;

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which made-up world; the same seed gives the same (default: 1).")
  private long seed;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".heji",
      description = "The federation's folder, emptied at start (default: .heji).")
  private Path home = Path.of(".heji");

  public static void main(String[] arguments) {
    Commands.run(new DemoCommand(), arguments);
  }

  @SuppressWarnings("SystemConsoleNull") // documented as nullable still
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(spec, () -> demo()::run);
  }

  private Demo demo() {
    return new Demo(
        options(),
        InstantSource.system(),
        Randomness.of(new SecureRandom()),
        spec.commandLine().getOut(),
        isTerminal());
  }

  private DemoOptions options() {
    if (accounts != null && !Files.isReadable(accounts)) {
      throw new IllegalArgumentException("--accounts: `" + accounts + "` cannot be read");
    }
    return new DemoOptions(
        new FederationOptions(
            home, Commands.root(), platforms.count(), Optional.ofNullable(accounts), seed),
        check,
        once);
  }
}
