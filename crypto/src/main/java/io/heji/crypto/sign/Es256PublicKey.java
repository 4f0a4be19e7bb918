package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A public key for ES256, as the 32-byte coordinates of a JWK (RFC 7518 section 6.2.1). A key that
 * exists is a point of the curve. Equal to another of the same coordinates. Thread-safe.
 */
public final class Es256PublicKey {
  /** Bytes of a coordinate. */
  public static final int COORDINATE_BYTES = 32;

  /** Bytes of a signature, r then s. */
  public static final int SIGNATURE_BYTES = 64;

  private final Bytes x;
  private final Bytes y;
  // Made at the first use; two threads that make it at the same time make the same.
  private volatile Es256Library.@Nullable Verifier verifier;

  /**
   * A key from coordinates that are known to be good.
   *
   * @param x big-endian, 32 bytes
   * @param y big-endian, 32 bytes
   */
  public Es256PublicKey(Bytes x, Bytes y) {
    if (!isOnCurve(x, y)) {
      throw new IllegalArgumentException("not a point of P-256");
    }
    this.x = x;
    this.y = y;
  }

  /** Reads coordinates from outside. */
  public static Es256PublicKey ofCoordinates(Bytes x, Bytes y) throws CryptoException {
    if (!isOnCurve(x, y)) {
      throw new CryptoException();
    }
    return new Es256PublicKey(x, y);
  }

  /** Big-endian, 32 bytes. */
  public Bytes x() {
    return x;
  }

  /** Big-endian, 32 bytes. */
  public Bytes y() {
    return y;
  }

  /**
   * Whether this key signed exactly this message. A signature of another length, or with r or s
   * outside 1 … n − 1, does not.
   *
   * <p>WARNING: (r, s) and (r, n − s) both verify; a signature is no id of what was signed.
   */
  public boolean verify(Bytes message, Bytes signature) {
    return signature.size() == SIGNATURE_BYTES && verifier().verify(message, signature);
  }

  private Es256Library.Verifier verifier() {
    Es256Library.Verifier made = verifier;
    if (made == null) {
      made = Es256.library().verifier(this);
      verifier = made;
    }
    return made;
  }

  private static boolean isOnCurve(Bytes x, Bytes y) {
    if (x.size() != COORDINATE_BYTES || y.size() != COORDINATE_BYTES) {
      return false;
    }
    BigInteger p = ((ECFieldFp) P256Parameters.P256.getCurve().getField()).getP();
    BigInteger a = P256Parameters.P256.getCurve().getA();
    BigInteger b = P256Parameters.P256.getCurve().getB();
    BigInteger numberX = number(x);
    BigInteger numberY = number(y);
    if (numberX.compareTo(p) >= 0 || numberY.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = numberX.pow(3).add(a.multiply(numberX)).add(b).mod(p);
    // P-256 has cofactor 1 and no point with both coordinates 0, so on the curve is enough.
    return numberY.multiply(numberY).mod(p).equals(right);
  }

  private static BigInteger number(Bytes bigEndian) {
    return new BigInteger(1, bigEndian.toByteArray());
  }

  static Bytes coordinate(BigInteger number) {
    byte[] minimal = number.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int surplus = Math.max(0, minimal.length - COORDINATE_BYTES);
    int length = minimal.length - surplus;
    System.arraycopy(minimal, surplus, fixed, COORDINATE_BYTES - length, length);
    return Bytes.copyOf(fixed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Es256PublicKey key && x.equals(key.x) && y.equals(key.y);
  }

  @Override
  public int hashCode() {
    return Objects.hash(x, y);
  }

  @Override
  public String toString() {
    return "Es256PublicKey[x=" + x + ", y=" + y + "]";
  }
}
