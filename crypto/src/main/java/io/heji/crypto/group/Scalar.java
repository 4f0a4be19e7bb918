package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;

/**
 * A public number modulo the order of P-256, such as a proof's challenge. 32 bytes big-endian.
 * Immutable, compared by content.
 */
public final class Scalar {
  /** Bytes of an encoded scalar. */
  public static final int SIZE_BYTES = P256.NUMBER_BYTES;

  private final BigInteger number;

  private Scalar(BigInteger number) {
    this.number = number;
  }

  /**
   * Reads a scalar.
   *
   * @throws CryptoException unless it is 32 bytes and below the order (RFC 9497 section 4.3,
   *     DeserializeScalar)
   */
  public static Scalar decode(Bytes encoded) throws CryptoException {
    BigInteger number = new BigInteger(1, encoded.toByteArray());
    if (encoded.size() != SIZE_BYTES || number.compareTo(P256.ORDER) >= 0) {
      throw new CryptoException();
    }
    return new Scalar(number);
  }

  static Scalar of(BigInteger number) {
    return new Scalar(number.mod(P256.ORDER));
  }

  BigInteger number() {
    return number;
  }

  /** 32 bytes, big-endian. */
  byte[] toBytes() {
    return P256.fixed(number);
  }

  public Bytes encode() {
    return Bytes.of(toBytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scalar scalar && number.equals(scalar.number);
  }

  @Override
  public int hashCode() {
    return number.hashCode();
  }

  @Override
  public String toString() {
    return encode().hex();
  }
}
