package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/**
 * A public key for ES256, as the 32-byte coordinates of a JWK (RFC 7518 section 6.2.1). A key that
 * exists is a point of the curve. Thread-safe.
 *
 * @param x big-endian, 32 bytes
 * @param y big-endian, 32 bytes
 */
public record Es256PublicKey(Bytes x, Bytes y) {
  /** Bytes of a coordinate. */
  public static final int COORDINATE_BYTES = 32;

  /** Bytes of a signature, r then s. */
  public static final int SIGNATURE_BYTES = 64;

  static final String JCA_ALGORITHM = "SHA256withECDSAinP1363Format";

  public Es256PublicKey {
    if (!isOnCurve(x, y)) {
      throw new IllegalArgumentException("not a point of P-256");
    }
  }

  /** Reads coordinates from outside. */
  public static Es256PublicKey ofCoordinates(Bytes x, Bytes y) throws CryptoException {
    if (!isOnCurve(x, y)) {
      throw new CryptoException();
    }
    return new Es256PublicKey(x, y);
  }

  /** Takes a key of the JDK. */
  public static Es256PublicKey of(ECPublicKey key) {
    return new Es256PublicKey(
        coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  /**
   * Whether this key signed exactly this message. A signature of another length, or with r or s
   * outside 1 … n − 1, does not.
   *
   * <p>WARNING: (r, s) and (r, n − s) both verify; a signature is no id of what was signed.
   */
  public boolean verify(Bytes message, Bytes signature) {
    if (signature.size() != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(JCA_ALGORITHM);
      verifier.initVerify(toJca());
      verifier.update(message.toByteArray());
      return verifier.verify(signature.toByteArray());
    } catch (SignatureException malformed) {
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      // Safe: JDK 25 has this algorithm, and the constructor checked the point.
      throw new IllegalStateException("bug: ES256 could not verify", impossible);
    }
  }

  /** For libraries that want the JDK's type. */
  public ECPublicKey toJca() {
    try {
      ECPoint point = new ECPoint(number(x), number(y));
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(point, P256Parameters.P256));
    } catch (GeneralSecurityException impossible) {
      // Safe: the constructor checked that the point is on the curve.
      throw new IllegalStateException("bug: a checked P-256 key was refused", impossible);
    }
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
}
