package io.heji.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1). Stateless. */
public final class HmacSha256 {
  private static final String ALGORITHM = "HmacSHA256";

  private HmacSha256() {}

  /** The 32-byte tag of a public message. */
  public static Bytes of(SecretBytes key, Bytes message) {
    return mac(key, message.toByteArray());
  }

  /**
   * The 32-byte tag of a secret message, such as a token; the tag may be stored where the message
   * may not.
   */
  public static Bytes of(SecretBytes key, SecretBytes message) {
    return mac(key, message.toByteArray(SecretAccess.granted()));
  }

  private static Bytes mac(SecretBytes key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.toByteArray(SecretAccess.granted()), ALGORITHM));
      return Bytes.copyOf(mac.doFinal(message));
    } catch (GeneralSecurityException impossible) {
      // Safe: every Java platform has HmacSHA256, and it takes keys of any length above 0.
      throw new IllegalStateException("bug: HMAC-SHA-256 failed", impossible);
    }
  }
}
