package io.heji.bank.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Prints the questions whose keys are kept: id and time, which the id begins with (UUIDv7). */
final class QuestionList {
  private static final int TIME_SHIFT = 16;

  private QuestionList() {}

  static void print(List<String> queryIds, boolean json, PrintWriter out) {
    if (json) {
      ObjectNode list = Json.object();
      ArrayNode questions = list.putArray("questions");
      for (String queryId : queryIds) {
        questions.addObject().put("queryId", queryId).put("askedAt", askedAt(queryId).toString());
      }
      out.println(Json.encode(list).asUtf8());
      return;
    }
    if (queryIds.isEmpty()) {
      out.println("This bank keeps no question.");
    }
    for (String queryId : queryIds) {
      out.println(queryId + "  " + askedAt(queryId));
    }
  }

  private static Instant askedAt(String queryId) {
    return Instant.ofEpochMilli(UUID.fromString(queryId).getMostSignificantBits() >>> TIME_SHIFT);
  }
}
