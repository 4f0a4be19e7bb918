package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * map_to_curve of P256_XMD:SHA-256_SSWU_RO_: the simplified SWU method with Z = −10, by the
 * straight-line program of RFC 9380 appendix F.2 and its sqrt_ratio for p ≡ 3 mod 4 (F.2.1.2),
 * whose names are kept. The x that it ends with is a fraction; here it becomes Jacobian coordinates
 * instead, with the denominator as Z.
 *
 * <p>The curve's a = −3, so a·v is −3v. No branch depends on u.
 */
final class SimplifiedSwu {
  private static final BigInteger Z = BigInteger.valueOf(-10);

  private static final Lanes Z_LANES = Field29.constant(1, Z);

  /** A·Z, which takes the place of −A·tv2 where tv2 is 0. */
  private static final BigInteger A_TIMES_Z = BigInteger.valueOf(-3).multiply(Z);

  /** c2 = sqrt(−Z). */
  private static final Lanes C2 =
      Field29.constant(
          1, Z.negate().modPow(Field29.P.add(BigInteger.ONE).shiftRight(2), Field29.P));

  private final int groups;
  private final FieldPower power;
  private final Lanes aTimesZ;
  private final Lanes tv1;
  private final Lanes tv2;
  private final Lanes tv3;
  private final Lanes tv4;
  private final Lanes tv5;
  private final Lanes tv6;
  private final Lanes y;
  private final Lanes y1;
  private final Lanes s;
  private final Lanes t;
  private final long[] oddU;

  SimplifiedSwu(int groups) {
    this.groups = groups;
    this.power = new FieldPower(groups);
    this.aTimesZ = Field29.constant(groups, A_TIMES_Z);
    this.tv1 = Lanes.ofGroups(groups);
    this.tv2 = Lanes.ofGroups(groups);
    this.tv3 = Lanes.ofGroups(groups);
    this.tv4 = Lanes.ofGroups(groups);
    this.tv5 = Lanes.ofGroups(groups);
    this.tv6 = Lanes.ofGroups(groups);
    this.y = Lanes.ofGroups(groups);
    this.y1 = Lanes.ofGroups(groups);
    this.s = Lanes.ofGroups(groups);
    this.t = Lanes.ofGroups(groups);
    this.oddU = new long[groups];
  }

  /** Maps a product u to a point whose coordinates are products. */
  void map(Lanes u, Jacobian point) {
    Field29.canonical(t, u);
    for (int g = 0; g < groups; g++) {
      oddU[g] = LaneChoice.isOdd(t, g);
    }
    Field29.square(tv1, u);
    Field29.mulByConstant(tv1, tv1, Z_LANES);
    Field29.square(tv2, tv1);
    Field29.add(tv2, tv2, tv1);
    Field29.mulByConstant(tv2, tv2, Curve.ONE);
    Field29.addConstantCarried(tv3, tv2, Curve.ONE);
    Field29.mulByConstant(tv3, tv3, Curve.B_LANES);
    // tv4 = A · CMOV(Z, −tv2, tv2 ≠ 0)
    Field29.canonical(t, tv2);
    Field29.tripleCarried(tv4, tv2);
    for (int g = 0; g < groups; g++) {
      LaneChoice.choose(tv4, tv4, aTimesZ, g, LaneChoice.isZero(t, g));
    }
    Field29.square(tv2, tv3);
    Field29.square(tv6, tv4);
    Field29.tripleCarried(tv5, tv6); // −A·tv6
    Field29.sub(tv2, tv2, tv5);
    Field29.mul(tv2, tv2, tv3);
    Field29.mul(tv6, tv6, tv4);
    Field29.mulByConstant(tv5, tv6, Curve.B_LANES);
    Field29.add(tv2, tv2, tv5); // limbs 2
    Field29.mulByConstant(tv2, tv2, Curve.ONE);
    squareRootOfRatio(tv2, tv6, u, point);
    Field29.mul(point.x, point.x, tv4);
    Field29.mul(point.y, point.y, tv6);
    point.z.copyFrom(tv4);
    // tv4 is carried but 3·tv2: a product of value below 2 is wanted.
    Field29.mulByConstant(point.z, point.z, Curve.ONE);
  }

  /**
   * From sqrt_ratio on: x and y of the point, x still to be divided by tv4.
   *
   * @param num u of sqrt_ratio
   * @param den v of sqrt_ratio
   */
  private void squareRootOfRatio(Lanes num, Lanes den, Lanes u, Jacobian point) {
    Field29.square(s, den);
    Field29.mul(t, num, den);
    Field29.mul(s, s, t);
    power.quarter(y1, s);
    Field29.mul(y1, y1, t);
    Field29.mulByConstant(y, y1, C2);
    Field29.square(s, y1);
    Field29.mul(s, s, den);
    Field29.sub(s, s, num);
    Field29.canonical(t, s);
    // tv1·tv3 and tv1·u·y2, unless the ratio is a square: then tv3 and y1.
    Field29.mul(point.x, tv1, tv3);
    Field29.mul(s, tv1, u);
    Field29.mul(y, y, s);
    for (int g = 0; g < groups; g++) {
      long isSquare = LaneChoice.isZero(t, g);
      LaneChoice.choose(point.x, point.x, tv3, g, isSquare);
      LaneChoice.choose(y, y, y1, g, isSquare);
    }
    Field29.canonical(t, y);
    for (int g = 0; g < groups; g++) {
      LaneChoice.negateWhere(point.y, y, g, oddU[g] ^ LaneChoice.isOdd(t, g));
    }
  }

  void wipe() {
    for (Lanes lanes : new Lanes[] {tv1, tv2, tv3, tv4, tv5, tv6, y, y1, s, t}) {
      lanes.wipe();
    }
    power.wipe();
    Arrays.fill(oddU, 0);
  }
}
