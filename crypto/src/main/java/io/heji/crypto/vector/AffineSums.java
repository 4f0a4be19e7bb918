package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Adds public affine points pair by pair, with one inversion for a batch: x' = λ² − x₁ − x₂ and y'
 * = λ·(x₁ − x') − y₁ with λ = (y₂ − y₁) / (x₂ − x₁).
 *
 * <p>Where x₁ = x₂ that is no number. Such pairs are looked for only when the product of all
 * differences is 0: equal points are doubled with λ = (3x₁² − 3) / 2y₁, where y₁ is never 0 since
 * the group has odd order; opposite ones are reported as {@link #identity}. A branch tells which
 * happened, so this is for public points only.
 */
final class AffineSums {
  /** What to add: products, or sums of before; y may be negated. Limbs up to 1.07, values 2. */
  final AffinePoints left;

  final AffinePoints right;

  /** The sums, weakly reduced; anything where {@link #identity} has its bit set. */
  final AffinePoints sum;

  /** For each group a bit a lane: the sum is the identity. */
  final long[] identity;

  private final int groups;
  private final Lanes numerator;
  private final Lanes denominator;
  private final Lanes inverse;
  private final Lanes t;
  private final PublicInversion inversion = new PublicInversion();

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
    Field29.sub(denominator, right.x, left.x); // limbs −1.14 to 1.14, value 4
    Field29.sub(numerator, right.y, left.y); // limbs −2.14 to 2.14, value 4
    if (!inversion.invertAll(inverse, denominator)) {
      replaceExceptions();
      if (!inversion.invertAll(inverse, denominator)) {
        throw new IllegalStateException("bug: what is added is no point");
      }
    }
    Field29.mul(numerator, numerator, inverse); // λ; limbs 2.14 · 1
    Field29.square(t, numerator);
    Field29.sub(t, t, left.x);
    WeakReduction.sub(sum.x, t, right.x); // value −4 to 2 before
    Field29.sub(t, left.x, sum.x);
    Field29.mul(t, numerator, t);
    WeakReduction.sub(sum.y, t, left.y); // value −2 to 4 before
  }

  private void replaceExceptions() {
    Lanes one = Field29.constant(groups, BigInteger.ONE);
    Lanes sameX = Lanes.ofGroups(groups);
    Lanes sameY = Lanes.ofGroups(groups);
    Lanes twiceY = Lanes.ofGroups(groups);
    Field29.canonical(sameX, denominator);
    Field29.canonical(sameY, numerator);
    Field29.add(twiceY, left.y, left.y); // limbs 2.14
    Field29.square(t, left.x);
    Field29.sub(t, t, one);
    Field29.tripleCarried(t, t); // 3x² − 3
    for (int g = 0; g < groups; g++) {
      long same = LaneChoice.isZero(sameX, g);
      long equal = same & LaneChoice.isZero(sameY, g);
      identity[g] = same & ~equal;
      LaneChoice.choose(numerator, numerator, t, g, equal);
      LaneChoice.choose(denominator, denominator, twiceY, g, equal);
      LaneChoice.choose(denominator, denominator, one, g, identity[g]);
    }
  }
}
