package io.heji.protocol.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;

/**
 * What the bank says its applicant agreed to. Asserted and auditable, not proven.
 *
 * @param id an opaque random id; for several subjects the id of the bank's register that covers
 *     them
 * @param granted when
 * @param expires until when
 * @param scope the purposes it covers
 */
public record Consent(String id, Instant granted, Instant expires, List<String> scope) {
  public Consent {
    scope = List.copyOf(scope);
  }

  /** Writes its members; a bank's profile lists consents in the same form. */
  public void write(ObjectNode json) {
    json.put("id", id).put("granted", granted.getEpochSecond());
    json.put("expires", expires.getEpochSecond());
    ArrayNode purposes = json.putArray("scope");
    scope.forEach(purposes::add);
  }

  /** Reads the object that {@link #write} fills. */
  public static Consent read(JsonObject json) throws RefusedException {
    Consent consent =
        new Consent(
            OpaqueId.read(json, "id"),
            json.instant("granted"),
            json.instant("expires"),
            json.texts("scope", Limits.CONSENT_SCOPE_MAX, Limits.PURPOSE_LENGTH_MAX));
    if (consent.scope().isEmpty()) {
      throw json.refused("scope", "1 to " + Limits.CONSENT_SCOPE_MAX + " purposes");
    }
    json.end();
    return consent;
  }
}
