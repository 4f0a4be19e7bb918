package io.heji.crypto.mask;

import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stream of field elements from a 32-byte key: AES-256-CTR from an all-zero counter block; lane ℓ
 * is bytes 16ℓ … 16ℓ + 15 as a big-endian integer modulo p (bias below 2^−66). Immutable,
 * thread-safe.
 */
public final class LaneStream {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final int BYTES_A_LANE = 16;
  private static final int BLOCK_BYTES = 16;

  private final SecretBytes key;

  private LaneStream(SecretBytes key) {
    this.key = key;
  }

  public static LaneStream of(SecretBytes key) {
    if (key.size() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a stream key has " + KEY_BYTES + " bytes, got " + key.size());
    }
    return new LaneStream(key);
  }

  /** Lanes 0 to {@code count} − 1. */
  public long[] lanes(int count) {
    ByteBuffer stream = ByteBuffer.wrap(keyStream(Math.multiplyExact(count, BYTES_A_LANE)));
    long[] lanes = new long[count];
    for (int i = 0; i < count; i++) {
      lanes[i] = Field61.reduce(stream.getLong(), stream.getLong());
    }
    return lanes;
  }

  private byte[] keyStream(int size) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.toByteArray(SecretAccess.granted()), "AES"),
          new IvParameterSpec(new byte[BLOCK_BYTES]));
      return cipher.doFinal(new byte[size]);
    } catch (GeneralSecurityException impossible) {
      // Safe: every Java platform has AES/CTR, and the key has 32 bytes.
      throw new IllegalStateException("bug: AES-CTR failed", impossible);
    }
  }

  @Override
  public String toString() {
    return "LaneStream";
  }
}
