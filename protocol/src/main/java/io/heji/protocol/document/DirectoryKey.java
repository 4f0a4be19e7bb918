package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;

/**
 * A long-term public key in the directory, as a JWK (RFC 7517) with a proof that its owner holds
 * the private key.
 *
 * @param kid the key's id, unique in the federation
 * @param key the public key
 * @param proof the key's own signature over federation, party, use, kid and itself: without it,
 *     somebody could enter another's key as their own
 */
public record DirectoryKey(String kid, Es256PublicKey key, Bytes proof) {
  /** The label of a proof of possession. */
  private static final String LABEL = "heji/1/key";

  private static final String KEY_TYPE = "EC";
  private static final String CURVE = "P-256";
  private static final int NAME_LENGTH_MAX = 8;

  /** A key with its proof, made by its owner. */
  public static DirectoryKey of(
      String federation, PartyId party, KeyUse use, String kid, Es256PrivateKey key) {
    Bytes proof = key.sign(proofInput(federation, party, use, kid, key.publicKey()));
    return new DirectoryKey(kid, key.publicKey(), proof);
  }

  /** Whether the key proves that its owner holds it, for exactly this place in the directory. */
  boolean provesPossession(String federation, PartyId party, KeyUse use) {
    return key.verify(proofInput(federation, party, use, kid, key), proof);
  }

  private static Bytes proofInput(
      String federation, PartyId party, KeyUse use, String kid, Es256PublicKey key) {
    return Bytes.concat(
        LengthPrefixed.ofAscii(LABEL),
        LengthPrefixed.ofAscii(federation),
        LengthPrefixed.ofAscii(party.value()),
        LengthPrefixed.ofAscii(use.wireName()),
        LengthPrefixed.ofAscii(kid),
        key.x(),
        key.y());
  }

  void write(ObjectNode json) {
    writeJwk(json, kid, key);
    json.put("proof", proof.base64Url());
  }

  static DirectoryKey read(JsonObject json) throws RefusedException {
    String kid = readKid(json);
    Es256PublicKey key = readJwk(json);
    Bytes proof = json.bytes("proof", Es256PublicKey.SIGNATURE_BYTES);
    json.end();
    return new DirectoryKey(kid, key, proof);
  }

  static void writeJwk(ObjectNode json, String kid, Es256PublicKey key) {
    json.put("kty", KEY_TYPE).put("crv", CURVE).put("kid", kid);
    json.put("x", key.x().base64Url()).put("y", key.y().base64Url());
  }

  static String readKid(JsonObject json) throws RefusedException {
    String kid = json.text("kid", Limits.KEY_ID_LENGTH_MAX);
    for (int i = 0; i < kid.length(); i++) {
      if (kid.charAt(i) <= ' ' || kid.charAt(i) > '~') {
        throw json.refused("kid", "printable ASCII without blanks");
      }
    }
    return kid;
  }

  static Es256PublicKey readJwk(JsonObject json) throws RefusedException {
    if (!json.text("kty", NAME_LENGTH_MAX).equals(KEY_TYPE)) {
      throw json.refused("kty", "`" + KEY_TYPE + "`");
    }
    if (!json.text("crv", NAME_LENGTH_MAX).equals(CURVE)) {
      throw json.refused("crv", "`" + CURVE + "`");
    }
    try {
      return Es256PublicKey.ofCoordinates(
          json.bytes("x", Es256PublicKey.COORDINATE_BYTES),
          json.bytes("y", Es256PublicKey.COORDINATE_BYTES));
    } catch (CryptoException offCurve) {
      throw json.refused("x", "with `y` a point of P-256");
    }
  }
}
