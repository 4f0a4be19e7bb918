package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.problem.RefusedException;
import java.util.Collections;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The regulators that a role trusts, pinned at install. The file is trusted: whoever replaces it
 * decides who the regulators are.
 *
 * @param federation the federation they regulate
 * @param threshold how many must sign
 * @param keys their public keys by kid
 */
public record PinnedRegulators(
    String federation, int threshold, SortedMap<String, Es256PublicKey> keys) {
  public PinnedRegulators {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException("threshold must be 1 to the number of regulators");
    }
  }

  /** The text of {@code regulators.json}. */
  public String toJson() {
    ObjectNode json = Json.object();
    json.put("federation", federation).put("threshold", threshold);
    ArrayNode list = json.putArray("keys");
    keys.forEach((kid, key) -> DirectoryKey.writeJwk(list.addObject(), kid, key));
    return Json.encode(json).asUtf8();
  }

  public static PinnedRegulators fromJson(String text) throws RefusedException {
    JsonObject json = JsonObject.parse(Bytes.utf8(text));
    String federation = PartyId.read(json, "federation").value();
    SortedMap<String, Es256PublicKey> keys = new TreeMap<>();
    for (JsonObject entry : json.objects("keys", Limits.REGULATORS_MAX)) {
      String kid = DirectoryKey.readKid(entry);
      if (keys.put(kid, DirectoryKey.readJwk(entry)) != null) {
        throw json.refused("keys", "different kids");
      }
      entry.end();
    }
    if (keys.isEmpty() || new HashSet<>(keys.values()).size() != keys.size()) {
      // One regulator under two names would sign twice.
      throw json.refused("keys", "a list of different keys");
    }
    int threshold = (int) json.integer("threshold", 1, keys.size());
    json.end();
    return new PinnedRegulators(federation, threshold, keys);
  }

  /** The payload of a document that enough of them signed (JWS general JSON serialization). */
  public Bytes verify(String document, String typ) throws RefusedException {
    return QuorumJws.verify(document, typ, keys, threshold);
  }
}
