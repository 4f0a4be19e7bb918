package io.heji.crypto.agreement;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;

/**
 * An X25519 public key: 32 bytes, little-endian, below 2^255 − 19.
 *
 * <p>RFC 7748 section 5 lets a receiver mask the top bit and take non-canonical values. Here they
 * are refused: two encodings of one point would be two "different" keys to whoever looks for a
 * copied one.
 *
 * @param bytes the encoding as it stands in key statements
 */
public record X25519PublicKey(Bytes bytes) {
  /** 32. */
  public static final int SIZE_BYTES = 32;

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  public X25519PublicKey {
    if (!isCanonical(bytes)) {
      throw new IllegalArgumentException("not a canonical X25519 key");
    }
  }

  /** Reads a key from outside. */
  public static X25519PublicKey of(Bytes bytes) throws CryptoException {
    if (!isCanonical(bytes)) {
      throw new CryptoException();
    }
    return new X25519PublicKey(bytes);
  }

  private static boolean isCanonical(Bytes bytes) {
    if (bytes.size() != SIZE_BYTES) {
      return false;
    }
    byte[] bigEndian = new byte[SIZE_BYTES];
    for (int i = 0; i < SIZE_BYTES; i++) {
      bigEndian[i] = bytes.byteAt(SIZE_BYTES - 1 - i);
    }
    // A set top bit makes the number 2^255 or more, so it is refused by the same comparison.
    return new BigInteger(1, bigEndian).compareTo(PRIME) < 0;
  }
}
