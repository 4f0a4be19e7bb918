package io.heji.protocol.jws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A document that n of m must sign, in JWS general JSON serialization (RFC 7515 section 7.2.1). */
public final class QuorumJws {
  private QuorumJws() {}

  /** Signs one payload with several keys, by kid. */
  public static String sign(String typ, Bytes payload, Map<String, Es256PrivateKey> keys) {
    ObjectNode document = Json.object();
    document.put("payload", payload.base64Url());
    ArrayNode signatures = document.putArray("signatures");
    keys.forEach(
        (kid, key) -> {
          String header = new ProtectedHeader(kid, typ).encode().base64Url();
          Bytes signature = key.sign(Bytes.ascii(header + "." + payload.base64Url()));
          signatures.addObject().put("protected", header).put("signature", signature.base64Url());
        });
    return Json.encode(document).asUtf8();
  }

  /**
   * The payload, if at least {@code threshold} of these keys signed it. Every signature must be
   * right: one of an unknown signer, one that does not verify or a second one of the same signer
   * makes the document refused, so that there is one answer to "who signed this".
   */
  public static Bytes verify(
      String document, String typ, Map<String, Es256PublicKey> keys, int threshold)
      throws RefusedException {
    if (document.length() > Limits.DOCUMENT_LENGTH_MAX) {
      throw refused(typ, "is too long");
    }
    JsonObject json = JsonObject.parse(document);
    Bytes payload = json.bytesUpTo("payload", Limits.DOCUMENT_LENGTH_MAX);
    List<JsonObject> signatures = json.objects("signatures", Limits.REGULATORS_MAX);
    json.end();
    Set<String> signers = new HashSet<>();
    for (JsonObject entry : signatures) {
      Bytes header = entry.bytesUpTo("protected", Limits.KEY_ID_LENGTH_MAX * 4);
      Bytes signature = entry.bytes("signature", Es256PublicKey.SIGNATURE_BYTES);
      entry.end();
      String kid = ProtectedHeader.read(header, typ).kid();
      Es256PublicKey key = keys.get(kid);
      Bytes signed = Bytes.ascii(header.base64Url() + "." + payload.base64Url());
      if (key == null || !signers.add(kid) || !key.verify(signed, signature)) {
        throw refused(typ, "has a signature that is not of a pinned regulator, or one twice");
      }
    }
    if (signers.size() < threshold) {
      throw refused(typ, "has " + signers.size() + " signatures of " + threshold);
    }
    return payload;
  }

  private static RefusedException refused(String typ, String why) {
    return new RefusedException(ProblemType.SIGNATURE_INVALID, "the `" + typ + "` " + why);
  }
}
