package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.WIDTH;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * k·P in every lane, each with a scalar of its own or all with the same, in constant time: 51 times
 * five doublings and one addition, whatever the scalar is. The multiple to add is found by reading
 * the whole table and keeping, in each lane, the entry of the lane's digit.
 *
 * <p>No addition meets its exceptional case. Before the addition of digit d the sum is 32m·P, where
 * m is the number that the digits above stand for: odd, at least 1, and at most (k + 31) / 32. The
 * point to add is d·P with |d| ≤ 31. They are equal or inverse only if 32m ≡ ±d modulo n:
 *
 * <ul>
 *   <li>32m = ±d cannot be: 32m ≥ 32.
 *   <li>32m = n − |d| or n + |d| can only be at the last digit, where k = 32m + d: elsewhere 32m is
 *       below k/32 + 32. If 32m = n + |d|, then k = n or k = n + 2|d|, and k &lt; n. If 32m = n −
 *       |d|, then d is negative (else k = n) and k = n − 2|d|. But d = (k mod 64) − 32 then, and n
 *       mod 64 = 17, so −|d| ≡ 17 − 2|d| − 32, |d| ≡ −15 ≡ 49 modulo 64: no |d| ≤ 31 is that.
 * </ul>
 *
 * <p>The sum is never the identity either: 32m + d = 0 or n would need the same.
 */
final class SignedWindows {
  /** Groups whose steps interleave, so that one's latency is another's work. */
  static final int BLOCK = 2;

  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  private final Jacobian sum = new Jacobian(BLOCK);
  private final Lanes addX = Lanes.ofGroups(BLOCK);
  private final Lanes addY = Lanes.ofGroups(BLOCK);

  /**
   * The products of all points.
   *
   * @param points a multiple of {@value #BLOCK} groups
   */
  static AffinePoints multiply(AffinePoints points, Digits digits) {
    int groups = points.x.groups();
    OddMultiples table = new OddMultiples(points);
    SignedWindows windows = new SignedWindows();
    Jacobian products = new Jacobian(groups);
    for (int group = 0; group < groups; group += BLOCK) {
      windows.multiplyBlock(points, table, digits, group);
      products.x.copyFrom(windows.sum.x, 0, group, BLOCK);
      products.y.copyFrom(windows.sum.y, 0, group, BLOCK);
      products.z.copyFrom(windows.sum.z, 0, group, BLOCK);
    }
    AffinePoints affine = AffinePoints.of(products.x, products.y, products.z);
    for (int group = 0; group < groups; group++) {
      Field29.negateWhere(affine.y, affine.y, group, digits.negated[group]);
    }
    table.wipe();
    products.wipe();
    windows.wipe();
    return affine;
  }

  private void multiplyBlock(AffinePoints points, OddMultiples table, Digits digits, int first) {
    sum.x.copyFrom(points.x, first, 0, BLOCK);
    sum.y.copyFrom(points.y, first, 0, BLOCK);
    for (int g = 0; g < BLOCK; g++) {
      sum.z.copyFrom(Curve.ONE, 0, g, 1);
    }
    for (int digit = Digits.COUNT - 1; digit >= 0; digit--) {
      for (int bit = 0; bit < Digits.BITS; bit++) {
        sum.twice();
      }
      for (int g = 0; g < BLOCK; g++) {
        int group = first + g;
        LongVector wanted = LongVector.fromArray(SPECIES, digits.index, Digits.at(group, digit));
        choose(addX.limbs, g * GROUP, table, true, group, wanted);
        choose(addY.limbs, g * GROUP, table, false, group, wanted);
        Field29.negateWhere(addY, addY, g, digits.negative[group * Digits.COUNT + digit]);
      }
      sum.add(addX, addY);
    }
  }

  /** Reads one coordinate of every entry and keeps the wanted one of each lane. */
  private static void choose(
      long[] r, int ro, OddMultiples table, boolean x, int group, LongVector wanted) {
    int at = group * GROUP;
    LongVector c0 = LongVector.zero(SPECIES);
    LongVector c1 = c0;
    LongVector c2 = c0;
    LongVector c3 = c0;
    LongVector c4 = c0;
    LongVector c5 = c0;
    LongVector c6 = c0;
    LongVector c7 = c0;
    LongVector c8 = c0;
    for (int entry = 0; entry < OddMultiples.COUNT; entry++) {
      AffinePoints multiple = table.at(entry);
      long[] limbs = x ? multiple.x.limbs : multiple.y.limbs;
      VectorMask<Long> here = wanted.compare(VectorOperators.EQ, (long) entry);
      c0 = c0.blend(LongVector.fromArray(SPECIES, limbs, at), here);
      c1 = c1.blend(LongVector.fromArray(SPECIES, limbs, at + WIDTH), here);
      c2 = c2.blend(LongVector.fromArray(SPECIES, limbs, at + 2 * WIDTH), here);
      c3 = c3.blend(LongVector.fromArray(SPECIES, limbs, at + 3 * WIDTH), here);
      c4 = c4.blend(LongVector.fromArray(SPECIES, limbs, at + 4 * WIDTH), here);
      c5 = c5.blend(LongVector.fromArray(SPECIES, limbs, at + 5 * WIDTH), here);
      c6 = c6.blend(LongVector.fromArray(SPECIES, limbs, at + 6 * WIDTH), here);
      c7 = c7.blend(LongVector.fromArray(SPECIES, limbs, at + 7 * WIDTH), here);
      c8 = c8.blend(LongVector.fromArray(SPECIES, limbs, at + 8 * WIDTH), here);
    }
    c0.intoArray(r, ro);
    c1.intoArray(r, ro + WIDTH);
    c2.intoArray(r, ro + 2 * WIDTH);
    c3.intoArray(r, ro + 3 * WIDTH);
    c4.intoArray(r, ro + 4 * WIDTH);
    c5.intoArray(r, ro + 5 * WIDTH);
    c6.intoArray(r, ro + 6 * WIDTH);
    c7.intoArray(r, ro + 7 * WIDTH);
    c8.intoArray(r, ro + 8 * WIDTH);
  }

  private void wipe() {
    sum.wipe();
    addX.wipe();
    addY.wipe();
  }
}
