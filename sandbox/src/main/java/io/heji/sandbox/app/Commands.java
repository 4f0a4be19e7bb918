package io.heji.sandbox.app;

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

  /** What a command does once its arguments are read. */
  interface Work {
    /** Whether everything was as it must be. */
    boolean isRight() throws SandboxFailedException, InterruptedException, IOException;
  }

  /** Runs a command and ends the process with its exit code. */
  static void run(Object command, String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(command).setOut(out).setErr(err).execute(arguments));
  }

  /** The exit code, with a line about what went wrong under the command's name. */
  static int exitCode(CommandSpec spec, Work work) throws InterruptedException, IOException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return work.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException wrong) {
      err.println(spec.qualifiedName() + ": " + wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (SandboxFailedException failed) {
      err.println(spec.qualifiedName() + ": " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Where the built applications are: the launcher says. */
  static Path root() {
    return Path.of(System.getProperty("heji.root", "."));
  }
}
