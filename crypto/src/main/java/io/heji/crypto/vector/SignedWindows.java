package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;

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

  private final int groups;
  private final AffinePoints points;
  private final OddMultiples table;
  private final Digits digits;
  private final Lanes x;
  private final Lanes y;
  private final Lanes z;
  private final Normalisation normalisation;

  private final Jacobian sum = new Jacobian(BLOCK);
  private final Lanes addX = Lanes.ofGroups(BLOCK);
  private final Lanes addY = Lanes.ofGroups(BLOCK);

  /** Room for so many groups, a multiple of {@value #BLOCK}, which every call reuses. */
  SignedWindows(int groups) {
    this.groups = groups;
    this.points = new AffinePoints(groups);
    this.table = new OddMultiples(groups);
    this.digits = new Digits(groups);
    this.x = Lanes.ofGroups(groups);
    this.y = Lanes.ofGroups(groups);
    this.z = Lanes.ofGroups(groups);
    this.normalisation = new Normalisation(groups);
  }

  int size() {
    return points.x.size();
  }

  /**
   * Writes the products of at most {@link #size()} points.
   *
   * @param step bytes from one scalar to the next: 32, or 0 for one scalar for all
   */
  void multiply(byte[] from, byte[] scalars, int step, int first, int count, byte[] products) {
    points.read(from, first, count);
    digits.read(scalars, first * step, step, count);
    table.of(points);
    for (int group = 0; group < groups; group += BLOCK) {
      multiplyBlock(group);
      x.copyFrom(sum.x, 0, group, BLOCK);
      y.copyFrom(sum.y, 0, group, BLOCK);
      z.copyFrom(sum.z, 0, group, BLOCK);
    }
    normalisation.toAffine(x, y, z, points);
    for (int group = 0; group < groups; group++) {
      LaneChoice.negateWhere(points.y, points.y, group, digits.negated(group));
    }
    points.write(products, first, count);
  }

  private void multiplyBlock(int first) {
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
        table.choose(
            group,
            digits.index(group, digit),
            digits.negative(group, digit),
            addX,
            addY,
            g * GROUP);
      }
      sum.add(addX, addY);
    }
  }

  /** Forgets everything. */
  void wipe() {
    points.wipe();
    table.wipe();
    digits.wipe();
    x.wipe();
    y.wipe();
    z.wipe();
    normalisation.wipe();
    sum.wipe();
    addX.wipe();
    addY.wipe();
  }
}
