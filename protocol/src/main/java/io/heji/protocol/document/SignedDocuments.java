package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.util.List;

/**
 * All documents as they travel, none of them verified yet.
 *
 * @param directory JWS general JSON serialization
 * @param policy JWS general JSON serialization
 * @param roster JWS compact
 * @param keyStatements JWS compact, one a member of the roster
 */
public record SignedDocuments(
    String directory, String policy, String roster, List<String> keyStatements) {
  public SignedDocuments {
    keyStatements = List.copyOf(keyStatements);
  }

  /** The body of {@code GET /v1/documents}. */
  public String toJson() {
    ObjectNode json = Json.object();
    json.put("directory", directory).put("policy", policy).put("roster", roster);
    ArrayNode list = json.putArray("keyStatements");
    keyStatements.forEach(list::add);
    return Json.encode(json).asUtf8();
  }

  public static SignedDocuments fromJson(String text) throws RefusedException {
    JsonObject json = JsonObject.parse(text);
    SignedDocuments documents =
        new SignedDocuments(
            json.text("directory", Limits.DOCUMENT_LENGTH_MAX),
            json.text("policy", Limits.DOCUMENT_LENGTH_MAX),
            json.text("roster", Limits.DOCUMENT_LENGTH_MAX),
            json.texts(
                "keyStatements",
                Limits.MEMBERS_MAX + Limits.TOKENISERS_MAX,
                Limits.DOCUMENT_LENGTH_MAX));
    json.end();
    return documents;
  }
}
