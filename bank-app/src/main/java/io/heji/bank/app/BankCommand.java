package io.heji.bank.app;

import io.heji.crypto.Randomness;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heji bank}: asks a running federation as one of its banks. */
@Command(
    name = "heji bank",
    description = "Asks a running federation as one of its banks.",
    mixinStandardHelpOptions = true,
    version = "heji bank 0.1.0",
    synopsisSubcommandLabel = "(ask | fetch)",
    footer = {"", "heji bank ask --help and heji bank fetch --help say more."})
public final class BankCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new UsageException(spec.commandLine(), "Say what to do: ask or fetch.");
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode =
        commandLine(Clock.systemUTC(), Randomness.of(new SecureRandom()))
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8)) // picocli's writer
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(arguments);
    System.exit(exitCode);
  }

  static CommandLine commandLine(InstantSource clock, Randomness randomness) {
    return new CommandLine(new BankCommand())
        .addSubcommand(new AskCommand(clock, randomness))
        .addSubcommand(new FetchCommand(clock, randomness))
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
  }
}
