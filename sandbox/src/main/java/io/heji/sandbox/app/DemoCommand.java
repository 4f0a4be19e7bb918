package io.heji.sandbox.app;

import io.heji.crypto.Randomness;
import io.heji.sandbox.demo.Demo;
import io.heji.sandbox.demo.DemoOptions;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--platforms",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many platforms, 4 to 8 (default: 4).")
  private int platforms = FederationOptions.PLATFORMS_MIN;

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
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(new DemoCommand()).setOut(out).setErr(err).execute(arguments));
  }

  @SuppressWarnings("SystemConsoleNull") // documented as nullable still
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    DemoOptions options;
    try {
      if (accounts != null && !Files.isReadable(accounts)) {
        throw new IllegalArgumentException("--accounts: `" + accounts + "` cannot be read");
      }
      Path root = Path.of(System.getProperty("heji.root", "."));
      options =
          new DemoOptions(
              new FederationOptions(home, root, platforms, Optional.ofNullable(accounts), seed),
              check,
              once);
    } catch (IllegalArgumentException wrong) {
      err.println("heji demo: " + wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    try {
      Demo demo =
          new Demo(
              options,
              InstantSource.system(),
              Randomness.of(new SecureRandom()),
              spec.commandLine().getOut(),
              isTerminal());
      return demo.run() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (SandboxFailedException failed) {
      err.println("heji demo: " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
