package io.heji.protocol.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;

/**
 * What an asker signs when it wants elements evaluated, so that the gateway can make up no request
 * and no tokeniser answers one twice.
 *
 * @param jti a UUID, accepted once
 * @param issuer the bank or platform
 * @param audience the federation
 * @param issuedAt when it was made
 * @param expires at most 60 s later
 * @param roster under which the asker will read the answers
 * @param count how many elements, 1 to 1,000
 * @param elementsHash SHA-256 of the concatenated elements
 */
public record EvaluationRequest(
    String jti,
    PartyId issuer,
    String audience,
    Instant issuedAt,
    Instant expires,
    DocumentRef roster,
    int count,
    Bytes elementsHash) {
  /** The JWS type. */
  public static final String TYP = "evaluation-request+jwt";

  /** Signs with a bank's query key or a platform's signing key. */
  public String signWith(String kid, Es256PrivateKey key) {
    ObjectNode json = Json.object();
    json.put("jti", jti).put("iss", issuer.value()).put("aud", audience);
    json.put("iat", issuedAt.getEpochSecond()).put("exp", expires.getEpochSecond());
    roster.write(json.putObject("roster"));
    json.put("n", count).put("elements", elementsHash.base64Url());
    return CompactJws.sign(TYP, kid, key, Json.encode(json));
  }

  static EvaluationRequest fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    EvaluationRequest request =
        new EvaluationRequest(
            Jti.read(json, "jti"),
            PartyId.read(json, "iss"),
            json.text("aud", Limits.ID_LENGTH_MAX),
            json.instant("iat"),
            json.instant("exp"),
            DocumentRef.read(json.object("roster")),
            (int) json.integer("n", 0, Integer.MAX_VALUE),
            json.bytes("elements", Sha256.SIZE_BYTES));
    json.end();
    return request;
  }
}
