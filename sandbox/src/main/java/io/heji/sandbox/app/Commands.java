package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** How each command of the sandbox begins, and how it ends when it cannot go on. */
final class Commands {
  private Commands() {}

  /** What a command's arguments ask for. */
  interface Arguments {
    /**
     * Starts nothing yet.
     *
     * @throws IllegalArgumentException wrong usage, with a message that says what is wanted
     */
    Work read();
  }

  /** What a command does once its arguments are read. */
  interface Work {
    /** Whether everything was as it must be. */
    boolean isRight()
        throws SandboxFailedException, InterruptedException, IOException, CryptoException;
  }

  /** Runs a command and ends the process with its exit code. */
  static void run(Object command, String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(command).setOut(out).setErr(err).execute(arguments));
  }

  /** The exit code, with a line about what went wrong under the command's name. */
  static int exitCode(CommandSpec spec, Arguments arguments)
      throws InterruptedException, IOException, CryptoException {
    Work work;
    try {
      work = arguments.read();
    } catch (IllegalArgumentException wrong) {
      complain(spec, wrong);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      return work.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (SandboxFailedException failed) {
      complain(spec, failed);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static void complain(CommandSpec spec, Exception why) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + why.getMessage());
  }

  /** Where the built applications are: the launcher says. */
  static Path root() {
    return Path.of(System.getProperty("heji.root", "."));
  }
}
