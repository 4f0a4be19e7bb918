package io.heji.crypto.group;

import java.math.BigInteger;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** The numbers of P-256 (FIPS 186-5, SEC 2 secp256r1). */
final class P256 {
  /** Bytes of a coordinate or a scalar. */
  static final int NUMBER_BYTES = 32;

  static final ECCurve CURVE = CustomNamedCurves.getByName("secp256r1").getCurve();
  static final ECPoint GENERATOR = CustomNamedCurves.getByName("secp256r1").getG();

  /** The order n of the group. */
  static final BigInteger ORDER = CURVE.getOrder();

  /** The prime p of the field. */
  static final BigInteger PRIME = CURVE.getField().getCharacteristic();

  private P256() {}

  /** 32 bytes, big-endian. */
  static byte[] fixed(BigInteger number) {
    byte[] minimal = number.toByteArray();
    byte[] fixed = new byte[NUMBER_BYTES];
    int surplus = Math.max(0, minimal.length - NUMBER_BYTES);
    int length = minimal.length - surplus;
    System.arraycopy(minimal, surplus, fixed, NUMBER_BYTES - length, length);
    return fixed;
  }
}
