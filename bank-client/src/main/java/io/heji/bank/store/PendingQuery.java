package io.heji.bank.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A question as the bank must remember it to open its answer: what was signed, the documents it was
 * signed under, and the keys that only the bank has (protocol §5). It holds no identity number.
 */
public final class PendingQuery {
  private static final int KEY_BYTES = 32;
  private static final int DOCUMENTS_LENGTH_MAX = Limits.HTTP_BODY_MAX_BYTES;

  private final String jws;
  private final SignedDocuments documents;
  private final SecretBytes tagKey;
  private final SortedMap<PartyId, SecretBytes> padSeeds;

  public PendingQuery(
      String jws,
      SignedDocuments documents,
      SecretBytes tagKey,
      SortedMap<PartyId, SecretBytes> padSeeds) {
    this.jws = jws;
    this.documents = documents;
    this.tagKey = tagKey;
    this.padSeeds = Collections.unmodifiableSortedMap(new TreeMap<>(padSeeds));
  }

  /** The signed query. */
  public String jws() {
    return jws;
  }

  /** The documents that were in force when it was asked. */
  public SignedDocuments documents() {
    return documents;
  }

  /** The key of the tags on sealed totals. */
  public SecretBytes tagKey() {
    return tagKey;
  }

  /** Each member's pad seed. */
  public SortedMap<PartyId, SecretBytes> padSeeds() {
    return padSeeds;
  }

  SecretBytes encode() {
    ObjectNode json = Json.object();
    json.put("query", jws);
    json.put("tagKey", text(tagKey));
    ObjectNode seeds = json.putObject("padSeeds");
    padSeeds.forEach((member, seed) -> seeds.put(member.value(), text(seed)));
    json.put("documents", documents.toJson());
    return SecretBytes.of(Json.encode(json));
  }

  static PendingQuery decode(SecretBytes encoded) throws RefusedException {
    JsonObject json = JsonObject.parse(Bytes.copyOf(encoded.toByteArray(SecretAccess.granted())));
    String jws = json.text("query", Limits.JWS_LENGTH_MAX);
    SecretBytes tagKey = SecretBytes.of(json.bytes("tagKey", KEY_BYTES));
    JsonObject seeds = json.object("padSeeds");
    SortedMap<PartyId, SecretBytes> padSeeds = new TreeMap<>();
    for (String member : seeds.names()) {
      padSeeds.put(PartyId.parse(member), SecretBytes.of(seeds.bytes(member, KEY_BYTES)));
    }
    SignedDocuments documents =
        SignedDocuments.fromJson(json.text("documents", DOCUMENTS_LENGTH_MAX));
    json.end();
    return new PendingQuery(jws, documents, tagKey, padSeeds);
  }

  private static String text(SecretBytes secret) {
    return Bytes.copyOf(secret.toByteArray(SecretAccess.granted())).base64Url();
  }

  @Override
  public String toString() {
    return "PendingQuery";
  }
}
