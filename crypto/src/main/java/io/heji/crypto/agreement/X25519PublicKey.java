package io.heji.crypto.agreement;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;
import java.util.Set;

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

  /**
   * The u-coordinates of low order on the curve and on its twist, in the one encoding that is
   * allowed here: 0, 1, two of order 8, and p − 1.
   */
  private static final Set<Bytes> LOW_ORDER =
      Set.of(
          Bytes.fromHex("0000000000000000000000000000000000000000000000000000000000000000"),
          Bytes.fromHex("0100000000000000000000000000000000000000000000000000000000000000"),
          Bytes.fromHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
          Bytes.fromHex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
          Bytes.fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

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

  /**
   * Whether every agreement with this key gives the all-zero "secret", which everybody knows (RFC
   * 7748 section 6.1). With any other key none does.
   */
  public boolean hasLowOrder() {
    return LOW_ORDER.contains(bytes);
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
