package io.heji.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4). Stateless. */
public final class Sha256 {
  /** 32. */
  public static final int SIZE_BYTES = 32;

  private Sha256() {}

  /** The hash of all parts, one after the other. */
  public static Bytes of(Bytes... parts) {
    MessageDigest digest = newDigest();
    for (Bytes part : parts) {
      digest.update(part.toByteArray());
    }
    return Bytes.copyOf(digest.digest());
  }

  /** A fresh digest, for those who hash what they must not hold as {@link Bytes}. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      // Safe: every Java platform has SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("bug: no SHA-256", impossible);
    }
  }
}
