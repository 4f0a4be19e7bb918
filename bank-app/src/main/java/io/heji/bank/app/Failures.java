package io.heji.bank.app;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints each way in which a question can fail, and ends with its exit code. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    // The subcommand's own options: what is handed in is the parse of the whole line.
    boolean json = command.getParseResult().hasMatchedOption("--json");
    PrintWriter err = command.getErr();
    ExitCode exitCode =
        switch (failure) {
          case ParameterException wrong -> UsageErrors.print(wrong);
          case RefusedException refused -> {
            ProblemText.print(refused.type(), refused.detail(), json, command);
            yield ExitCode.REFUSED;
          }
          case NotVerifiedException unverified -> {
            err.println("heji bank: what came back does not verify; nothing of it is shown.");
            ProblemText.print(unverified.type(), unverified.detail(), json, command);
            yield ExitCode.NOT_VERIFIED;
          }
          case GatewayUnreachableException unreachable -> {
            err.println("heji bank: " + ProblemText.printable(unreachable.getMessage()) + ".");
            yield ExitCode.UNREACHABLE;
          }
          case IOException io -> {
            err.println("heji bank: " + ProblemText.printable(io.getMessage()));
            yield ExitCode.OTHER;
          }
          default -> {
            // The name of the fault only: its message could hold what was typed.
            err.println("heji bank: failed inside (" + failure.getClass().getSimpleName() + ")");
            yield ExitCode.OTHER;
          }
        };
    return exitCode.number();
  }
}
