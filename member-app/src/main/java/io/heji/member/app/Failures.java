package io.heji.member.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says each way in which the work can fail, and ends with its exit code. */
final class Failures implements IExecutionExceptionHandler {
  private static final String NAME = "heji new-epoch: ";

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    ExitCode exitCode =
        switch (failure) {
          case ParameterException wrong -> {
            say(command, wrong.getMessage());
            command.getErr().println("Try `heji new-epoch --help`.");
            yield ExitCode.USAGE;
          }
          case RefusedException refused -> {
            refused(refused, command, parsed.hasMatchedOption("--json"));
            yield ExitCode.REFUSED;
          }
          case NoSuchFileException missing -> {
            say(command, "no such file: " + missing.getFile());
            yield ExitCode.OTHER;
          }
          case IOException io -> {
            say(command, io.getMessage());
            yield ExitCode.OTHER;
          }
          default -> {
            // The name of the fault only: its message could hold what a file held.
            say(command, "failed inside (" + failure.getClass().getSimpleName() + ")");
            yield ExitCode.OTHER;
          }
        };
    return exitCode.number();
  }

  private static void say(CommandLine command, @Nullable String what) {
    command.getErr().println(NAME + (what == null ? "no reason given" : what));
  }

  private static void refused(RefusedException refused, CommandLine command, boolean json) {
    if (json) {
      ObjectNode problem = Json.object();
      problem.put("type", refused.type().uri().toString()).put("title", refused.type().title());
      problem.put("detail", refused.detail());
      command.getOut().println(Json.encode(problem).asUtf8());
      return;
    }
    say(command, refused.detail() + " (" + refused.type().slug() + ")");
  }
}
