package io.heji.bank.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Prints a problem: as RFC 9457 JSON on standard output, or for people on standard error. */
final class ProblemText {
  private ProblemText() {}

  static void print(ProblemType type, String detail, boolean json, CommandLine command) {
    if (json) {
      ObjectNode problem = Json.object();
      problem.put("type", type.uri().toString()).put("title", type.title());
      problem.put("status", type.httpStatus()).put("detail", printable(detail));
      command.getOut().println(Json.encode(problem).asUtf8());
      return;
    }
    command.getErr().println("Refused: " + type.title() + " (" + type.slug() + ").");
    command.getErr().println("  " + printable(detail));
    command.getErr().println("  " + type.remedy());
  }

  /** A gateway's words end in a terminal: nothing of them may steer it. */
  static String printable(@Nullable String text) {
    return text == null ? "no reason given" : text.replaceAll("\\p{C}", "?");
  }
}
