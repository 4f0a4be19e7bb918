package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Adds public affine points pair by pair, with one inversion for each lane of a batch: x' = λ² − x₁
 * − x₂ and y' = λ·(x₁ − x') − y₁ with λ = (y₂ − y₁) / (x₂ − x₁).
 *
 * <p>Where x₁ = x₂ that is no number. Such pairs are looked for only when a product of all
 * differences of a lane is 0: equal points are doubled with λ = (3x₁² − 3) / 2y₁, where y₁ is never
 * 0 since the group has odd order; opposite ones are reported as {@link #identity}. A branch tells
 * which happened, so this is for public points only.
 */
final class AffineSums {
  /** What to add; x a product or read, y too, or its negative: limbs 1, values below 2. */
  final AffinePoints left;

  final AffinePoints right;

  /** The sums, products again; anything where {@link #identity} has its bit set. */
  final AffinePoints sum;

  /** For each group a bit a lane: the sum is the identity. */
  final long[] identity;

  private final int groups;
  private final Lanes numerator;
  private final Lanes denominator;
  private final Lanes inverse;
  private final Lanes t;

  AffineSums(int groups) {
    this.groups = groups;
    this.left = new AffinePoints(groups);
    this.right = new AffinePoints(groups);
    this.sum = new AffinePoints(groups);
    this.identity = new long[groups];
    this.numerator = Lanes.ofGroups(groups);
    this.denominator = Lanes.ofGroups(groups);
    this.inverse = Lanes.ofGroups(groups);
    this.t = Lanes.ofGroups(groups);
  }

  int size() {
    return left.x.size();
  }

  void add() {
    Arrays.fill(identity, 0);
    Field29.sub(denominator, right.x, left.x); // limbs −1 to 1, value 2
    Field29.sub(numerator, right.y, left.y); // limbs −2 to 2, value 4
    FieldPower.invertAll(inverse, denominator);
    if (anyLaneIsZero()) {
      replaceExceptions();
      FieldPower.invertAll(inverse, denominator);
    }
    Field29.mul(numerator, numerator, inverse); // λ; limbs 2·1
    Field29.square(t, numerator);
    Field29.sub(t, t, left.x);
    Field29.sub(t, t, right.x); // limbs −2 to 1, value −4 to 2
    // Times one makes values and limbs small again, so that sums can be added to sums.
    Field29.mulByConstant(sum.x, t, Curve.ONE);
    Field29.sub(t, left.x, sum.x);
    Field29.mul(t, numerator, t);
    Field29.sub(t, t, left.y); // limbs −1 to 2
    Field29.mulByConstant(sum.y, t, Curve.ONE);
  }

  /** One zero difference makes its whole lane of inverses zero, so that the first group tells. */
  private boolean anyLaneIsZero() {
    Lanes first = Lanes.ofGroups(1);
    first.copyFrom(inverse, 0, 0, 1);
    Field29.canonical(first, first);
    return Field29.isZero(first, 0) != 0;
  }

  private void replaceExceptions() {
    Lanes one = Field29.constant(groups, BigInteger.ONE);
    Lanes sameX = Lanes.ofGroups(groups);
    Lanes sameY = Lanes.ofGroups(groups);
    Lanes twiceY = Lanes.ofGroups(groups);
    Field29.canonical(sameX, denominator);
    Field29.canonical(sameY, numerator);
    Field29.add(twiceY, left.y, left.y); // limbs 2
    Field29.square(t, left.x);
    Field29.sub(t, t, one);
    Field29.tripleCarried(t, t); // 3x² − 3
    for (int g = 0; g < groups; g++) {
      long same = Field29.isZero(sameX, g);
      long equal = same & Field29.isZero(sameY, g);
      identity[g] = same & ~equal;
      Field29.choose(numerator, numerator, t, g, equal);
      Field29.choose(denominator, denominator, twiceY, g, equal);
      Field29.choose(denominator, denominator, one, g, identity[g]);
    }
  }
}
