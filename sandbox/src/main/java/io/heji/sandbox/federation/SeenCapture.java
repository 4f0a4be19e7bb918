package io.heji.sandbox.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.FederationLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what a role's process captured. */
public final class SeenCapture {
  private final FederationLayout layout;
  private final ObjectMapper json = new ObjectMapper();

  public SeenCapture(FederationLayout layout) {
    this.layout = layout;
  }

  /** One captured message. */
  public record Line(
      String direction, String peer, String kind, JsonNode content, boolean first, String query) {
    public String field(String path) {
      JsonNode node = content;
      for (String name : path.split("\\.", -1)) {
        // A name may itself hold a dot, as in own.outstanding_principal.
        if (content.has(path)) {
          return content.get(path).asText();
        }
        node = node.path(name);
      }
      return node.asText("");
    }

    public boolean isFirstOf(String wanted) {
      return first && kind.equals(wanted);
    }

    public boolean belongsTo(String queryId) {
      return query.equals(queryId);
    }
  }

  /** What the role's process captured. */
  public List<Line> read(PartyId party) throws IOException {
    List<Line> lines = new ArrayList<>();
    each(party.value(), lines::add);
    return lines;
  }

  /** Line by line what a process captured, which may be much. */
  public void each(String process, Consumer<Line> look) throws IOException {
    try (BufferedReader lines =
        Files.newBufferedReader(layout.capture(process), StandardCharsets.UTF_8)) {
      each(lines, look);
    }
  }

  private void each(BufferedReader lines, Consumer<Line> look) throws IOException {
    Set<String> kinds = new HashSet<>();
    Map<String, String> queries = new HashMap<>();
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      JsonNode line = json.readTree(text);
      String kind = line.path("kind").asText();
      String peer = line.path("peer").asText();
      JsonNode content = line.path("content");
      String call = peer + "/" + content.path("call").asText();
      if (kind.equals("ask")) {
        queries.put(call, jti(content.path("query").asText()));
      }
      look.accept(
          new Line(
              line.path("direction").asText(),
              peer,
              kind,
              content,
              kinds.add(kind),
              queries.getOrDefault(call, "")));
    }
  }

  private String jti(String jws) throws IOException {
    String[] parts = jws.split("\\.", -1);
    if (parts.length != 3) {
      return "";
    }
    return json.readTree(java.util.Base64.getUrlDecoder().decode(parts[1])).path("jti").asText();
  }
}
