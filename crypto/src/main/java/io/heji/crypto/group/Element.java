package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A point of P-256 other than the identity, as affine coordinates: what every engine can start
 * from. Its only encoding is the compressed one of SEC 1 section 2.3.3, {@value #SIZE_BYTES} bytes.
 * Immutable, compared by content.
 */
public final class Element {
  /** Bytes of an encoded element. */
  public static final int SIZE_BYTES = 33;

  private static final int EVEN = 2;
  private static final int ODD = 3;

  /** x ‖ y, 32 bytes big-endian each. */
  static final int COORDINATES_BYTES = 2 * P256.NUMBER_BYTES;

  private final Bytes encoded;
  private final byte[] coordinates;

  private Element(byte[] coordinates) {
    this.coordinates = coordinates;
    byte[] compressed = new byte[SIZE_BYTES];
    compressed[0] = (byte) ((coordinates[COORDINATES_BYTES - 1] & 1) == 0 ? EVEN : ODD);
    System.arraycopy(coordinates, 0, compressed, 1, P256.NUMBER_BYTES);
    this.encoded = Bytes.of(compressed);
  }

  /**
   * Reads an element: {@value #SIZE_BYTES} bytes, prefix 2 or 3, x below p, on the curve.
   *
   * @throws CryptoException for anything else. The identity cannot be encoded: accepting it would
   *     let a tokeniser's answer be the same for everybody.
   */
  public static Element decode(Bytes encoded) throws CryptoException {
    if (encoded.size() != SIZE_BYTES || (encoded.byteAt(0) != EVEN && encoded.byteAt(0) != ODD)) {
      throw new CryptoException();
    }
    BigInteger x = new BigInteger(1, encoded.slice(1, SIZE_BYTES).toByteArray());
    if (x.compareTo(P256.PRIME) >= 0) {
      throw new CryptoException();
    }
    try {
      return of(P256.CURVE.decodePoint(encoded.toByteArray()));
    } catch (IllegalArgumentException offCurve) {
      throw new CryptoException();
    }
  }

  /** Takes a normalised point of the reference engine that is not the identity. */
  static Element of(ECPoint normalised) {
    if (normalised.isInfinity()) {
      throw new IllegalArgumentException("the identity is no element");
    }
    byte[] coordinates = new byte[COORDINATES_BYTES];
    System.arraycopy(
        normalised.getAffineXCoord().getEncoded(), 0, coordinates, 0, P256.NUMBER_BYTES);
    System.arraycopy(
        normalised.getAffineYCoord().getEncoded(),
        0,
        coordinates,
        P256.NUMBER_BYTES,
        P256.NUMBER_BYTES);
    return new Element(coordinates);
  }

  /**
   * Takes the {@value #COORDINATES_BYTES} bytes x ‖ y that an engine computed, and keeps the array.
   * Nothing is checked: from outside, elements come by {@link #decode} only.
   */
  static Element ofCoordinates(byte[] coordinates) {
    if (coordinates.length != COORDINATES_BYTES) {
      throw new IllegalArgumentException("coordinates of " + coordinates.length + " bytes");
    }
    return new Element(coordinates);
  }

  /** The {@value #COORDINATES_BYTES} bytes x ‖ y, not a copy: engines read it and do not write. */
  byte[] coordinates() {
    return coordinates;
  }

  ECPoint toPoint() {
    return P256.CURVE.createPoint(
        new BigInteger(1, coordinates, 0, P256.NUMBER_BYTES),
        new BigInteger(1, coordinates, P256.NUMBER_BYTES, P256.NUMBER_BYTES));
  }

  /** The {@value #SIZE_BYTES} bytes. */
  public Bytes encode() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Element element && encoded.equals(element.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return encoded.hex();
  }
}
