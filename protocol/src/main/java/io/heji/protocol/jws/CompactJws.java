package io.heji.protocol.jws;

import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;

/**
 * A message in JWS compact serialization (RFC 7515 section 7.1), read but not yet verified: {@code
 * header.payload.signature}, each canonical base64url.
 *
 * <p>WARNING: reading checks the form only. Nothing of the payload may be believed before {@link
 * #requireSignedBy}.
 */
public final class CompactJws {
  private static final int PARTS = 3;

  private final String text;
  private final ProtectedHeader header;
  private final Bytes payload;
  private final Bytes signingInput;
  private final Bytes signature;

  private CompactJws(
      String text, ProtectedHeader header, Bytes payload, Bytes signingInput, Bytes signature) {
    this.text = text;
    this.header = header;
    this.payload = payload;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  /** Reads a message that must be of exactly this type. */
  public static CompactJws parse(String text, String typ) throws RefusedException {
    if (text.length() > Limits.JWS_LENGTH_MAX) {
      throw malformed();
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS) {
      throw malformed();
    }
    try {
      ProtectedHeader header = ProtectedHeader.read(Bytes.fromBase64Url(parts[0]), typ);
      Bytes payload = Bytes.fromBase64Url(parts[1]);
      Bytes signature = Bytes.fromBase64Url(parts[2]);
      if (signature.size() != Es256PublicKey.SIGNATURE_BYTES) {
        throw malformed();
      }
      Bytes signingInput = Bytes.ascii(parts[0] + "." + parts[1]);
      return new CompactJws(text, header, payload, signingInput, signature);
    } catch (IllegalArgumentException notBase64Url) {
      throw malformed();
    }
  }

  /** Signs a payload. */
  public static String sign(String typ, String kid, Es256PrivateKey key, Bytes payload) {
    String signed = new ProtectedHeader(kid, typ).encode().base64Url() + "." + payload.base64Url();
    return signed + "." + key.sign(Bytes.ascii(signed)).base64Url();
  }

  /** The text as it came. */
  public String text() {
    return text;
  }

  /** Which key claims to have signed. */
  public String kid() {
    return header.kid();
  }

  /** The payload's bytes as they were signed. */
  public Bytes payload() {
    return payload;
  }

  /** {@code header.payload} in ASCII: what the signature is over. */
  public Bytes signingInput() {
    return signingInput;
  }

  /** Refuses unless exactly this key, under exactly this kid, signed it. */
  public void requireSignedBy(String kid, Es256PublicKey key) throws RefusedException {
    if (!header.kid().equals(kid) || !key.verify(signingInput, signature)) {
      throw new RefusedException(
          ProblemType.SIGNATURE_INVALID,
          "the `" + header.typ() + "` is not signed by its issuer's key");
    }
  }

  private static RefusedException malformed() {
    return new RefusedException(
        ProblemType.MALFORMED_REQUEST,
        "not a JWS in compact serialization with an ES256 signature");
  }
}
