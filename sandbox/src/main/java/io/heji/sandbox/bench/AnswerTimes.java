package io.heji.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each agent took to answer, as the gateway's process saw it: from the ASK that it sent to
 * the contribution that came back. Reads the process's capture line by line, since it is long.
 */
final class AnswerTimes {
  private final Path capture;
  private final ObjectMapper json = new ObjectMapper();

  AnswerTimes(Path capture) {
    this.capture = capture;
  }

  /**
   * One answer.
   *
   * @param queryId the query's jti
   * @param platform who answered
   * @param nanos from ASK to contribution
   */
  record Answer(String queryId, String platform, long nanos) {}

  private record Asked(String queryId, long nanos) {}

  /** Every answer with a contribution; refusals are left out. */
  List<Answer> read() throws IOException {
    List<Answer> answers = new ArrayList<>();
    Map<String, Asked> open = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(capture, StandardCharsets.UTF_8)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        JsonNode line = json.readTree(text);
        JsonNode content = line.path("content");
        String peer = line.path("peer").asText();
        String call = peer + "/" + content.path("call").asText();
        long nanos = line.path("nanos").asLong();
        switch (line.path("kind").asText()) {
          case "ask" -> open.put(call, new Asked(queryId(content.path("query").asText()), nanos));
          case "asked" -> {
            Asked asked = open.remove(call);
            if (asked != null && content.has("contribution")) {
              answers.add(new Answer(asked.queryId(), peer, nanos - asked.nanos()));
            }
          }
          default -> {
            // Other messages.
          }
        }
      }
    }
    return answers;
  }

  private String queryId(String jws) throws IOException {
    byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]);
    return json.readTree(payload).path("jti").asText();
  }
}
