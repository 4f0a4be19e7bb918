package io.heji.crypto.vector;

import java.math.BigInteger;

/** The numbers of P-256 (FIPS 186-5, SP 800-186): y² = x³ − 3x + b, of prime order n. */
final class Curve {
  static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
  static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** One group, in Montgomery form. */
  static final Lanes ONE = Field29.constant(1, BigInteger.ONE);

  static final Lanes B_LANES = Field29.constant(1, B);

  /** Multiplying by it takes a number into Montgomery form. */
  static final Lanes INTO_MONTGOMERY = Field29.constant(1, Field29.R);

  private Curve() {}
}
