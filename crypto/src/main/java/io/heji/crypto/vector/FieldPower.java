package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;

/** Powers with fixed exponents: inverses and the power from which square roots are made. */
final class FieldPower {
  private final Lanes ones2;
  private final Lanes ones4;
  private final Lanes ones8;
  private final Lanes ones16;
  private final Lanes ones30;
  private final Lanes ones32;

  FieldPower(int groups) {
    this.ones2 = Lanes.ofGroups(groups);
    this.ones4 = Lanes.ofGroups(groups);
    this.ones8 = Lanes.ofGroups(groups);
    this.ones16 = Lanes.ofGroups(groups);
    this.ones30 = Lanes.ofGroups(groups);
    this.ones32 = Lanes.ofGroups(groups);
  }

  /**
   * r = a^((p − 3) / 4), the exponent 2^254 − 2^222 + 2^190 + 2^94 − 1: from the top 32 ones, 31
   * zeros, a one, 96 zeros and 94 ones. r is not a.
   */
  void quarter(Lanes r, Lanes a) {
    appendBits(ones2, a, 1, a);
    appendBits(ones4, ones2, 2, ones2);
    appendBits(ones8, ones4, 4, ones4);
    appendBits(ones16, ones8, 8, ones8);
    appendBits(ones30, ones16, 8, ones8);
    appendBits(ones30, ones30, 4, ones4);
    appendBits(ones30, ones30, 2, ones2);
    appendBits(ones32, ones30, 2, ones2);
    appendBits(r, ones32, 32, a);
    appendBits(r, r, 96 + 32, ones32);
    appendBits(r, r, 32, ones32);
    appendBits(r, r, 30, ones30);
  }

  /** r = a^(p − 2), which is 1/a, or 0 for 0: p − 2 is four times the quarter, and one. */
  void inverse(Lanes r, Lanes a) {
    quarter(r, a);
    appendBits(r, r, 2, a);
  }

  /** r = a^(2^count) · b: appends count bits to the exponent of a, those of b's. */
  private static void appendBits(Lanes r, Lanes a, int count, Lanes b) {
    Field29.square(r, a);
    for (int i = 1; i < count; i++) {
      Field29.square(r, r);
    }
    Field29.mul(r, r, b);
  }

  void wipe() {
    for (Lanes lanes : new Lanes[] {ones2, ones4, ones8, ones16, ones30, ones32}) {
      lanes.wipe();
    }
  }

  /**
   * Inverts every element, with one power for each lane (Montgomery's trick): products of all
   * before, the inverse of the last, and back. One element 0 makes its whole lane 0.
   *
   * @param r not a
   */
  static void invertAll(Lanes r, Lanes a) {
    int groups = a.groups();
    Lanes running = Lanes.ofGroups(1);
    Lanes inverse = Lanes.ofGroups(1);
    // r[g] = a[0] · … · a[g]
    r.copyFrom(a, 0, 0, 1);
    for (int g = 1; g < groups; g++) {
      RowProducts.mul(r.limbs, g * GROUP, r.limbs, (g - 1) * GROUP, a.limbs, g * GROUP);
    }
    running.copyFrom(r, groups - 1, 0, 1);
    new FieldPower(1).inverse(inverse, running);
    for (int g = groups - 1; g > 0; g--) {
      RowProducts.mul(r.limbs, g * GROUP, inverse.limbs, 0, r.limbs, (g - 1) * GROUP);
      RowProducts.mul(inverse.limbs, 0, inverse.limbs, 0, a.limbs, g * GROUP);
    }
    r.copyFrom(inverse, 0, 0, 1);
  }
}
