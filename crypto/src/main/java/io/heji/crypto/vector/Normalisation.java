package io.heji.crypto.vector;

import java.math.BigInteger;

/**
 * From Jacobian to affine coordinates, with one inversion a lane. Where Z = 0, x and y become 0,
 * which is no point of the curve.
 */
final class Normalisation {
  private final Lanes one;
  private final Lanes zero;
  private final Lanes canonical;
  private final Lanes nonZero;
  private final Lanes inverse;

  Normalisation(int groups) {
    this.one = Field29.constant(groups, BigInteger.ONE);
    this.zero = Lanes.ofGroups(groups);
    this.canonical = Lanes.ofGroups(groups);
    this.nonZero = Lanes.ofGroups(groups);
    this.inverse = Lanes.ofGroups(groups);
  }

  /** All of the same number of groups. */
  void toAffine(Lanes x, Lanes y, Lanes z, AffinePoints affine) {
    Field29.canonical(canonical, z);
    for (int g = 0; g < z.groups(); g++) {
      LaneChoice.choose(nonZero, z, one, g, LaneChoice.isZero(canonical, g));
    }
    FieldPower.invertAll(inverse, nonZero);
    for (int g = 0; g < z.groups(); g++) {
      LaneChoice.choose(inverse, inverse, zero, g, LaneChoice.isZero(canonical, g));
    }
    Field29.square(nonZero, inverse);
    Field29.mul(affine.x, x, nonZero);
    Field29.mul(nonZero, nonZero, inverse);
    Field29.mul(affine.y, y, nonZero);
  }

  void wipe() {
    canonical.wipe();
    nonZero.wipe();
    inverse.wipe();
  }
}
