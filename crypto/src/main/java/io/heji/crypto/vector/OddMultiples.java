package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.List;

/**
 * P, 3P, 5P, … 31P of the point in each lane, affine: what a signed window of five bits chooses
 * from.
 *
 * <p>Five rounds of additions, each with one batched inversion. No addition meets its exceptional
 * case: it adds iP and jP with 0 &lt; i &lt; j ≤ 16, and i ≡ ±j modulo the order n has no solution;
 * a doubling's 2y is never 0, since n is odd.
 */
final class OddMultiples {
  /** How many: the odd ones below 32. */
  static final int COUNT = 16;

  private static final int LARGEST = 2 * COUNT - 1;

  /** Each sum is i + j; within a round none needs another. */
  private static final List<List<Sum>> ROUNDS =
      List.of(
          List.of(new Sum(1, 1)),
          List.of(new Sum(1, 2), new Sum(2, 2)),
          List.of(new Sum(1, 4), new Sum(3, 4), new Sum(4, 4)),
          List.of(new Sum(1, 8), new Sum(3, 8), new Sum(5, 8), new Sum(7, 8), new Sum(8, 8)),
          List.of(
              new Sum(1, 16),
              new Sum(3, 16),
              new Sum(5, 16),
              new Sum(7, 16),
              new Sum(9, 16),
              new Sum(11, 16),
              new Sum(13, 16),
              new Sum(15, 16)));

  private record Sum(int i, int j) {
    int result() {
      return i + j;
    }
  }

  private final int groups;
  private final Lanes one;
  private final AffinePoints[] multiples = new AffinePoints[LARGEST + 1];

  OddMultiples(AffinePoints points) {
    this.groups = points.x.groups();
    this.one = Field29.constant(groups, BigInteger.ONE);
    multiples[1] = points;
    for (List<Sum> round : ROUNDS) {
      make(round);
    }
  }

  /** (2·index + 1)·P. */
  AffinePoints at(int index) {
    return multiples[2 * index + 1];
  }

  private void make(List<Sum> round) {
    Lanes denominators = Lanes.ofGroups(groups * round.size());
    Lanes denominator = Lanes.ofGroups(groups);
    for (int s = 0; s < round.size(); s++) {
      AffinePoints left = multiples[round.get(s).i()];
      AffinePoints right = multiples[round.get(s).j()];
      if (left == right) {
        Field29.add(denominator, left.y, left.y); // limbs 2
      } else {
        Field29.sub(denominator, right.x, left.x);
      }
      denominators.copyFrom(denominator, 0, s * groups, groups);
    }
    Lanes inverses = Lanes.ofGroups(groups * round.size());
    FieldPower.invertAll(inverses, denominators);
    for (int s = 0; s < round.size(); s++) {
      denominator.copyFrom(inverses, s * groups, 0, groups);
      multiples[round.get(s).result()] = sum(round.get(s), denominator);
    }
    inverses.wipe();
    denominators.wipe();
  }

  /** x' = λ² − x₁ − x₂, y' = λ·(x₁ − x') − y₁. */
  private AffinePoints sum(Sum sum, Lanes inverse) {
    AffinePoints left = multiples[sum.i()];
    AffinePoints right = multiples[sum.j()];
    AffinePoints result = new AffinePoints(groups);
    Lanes slope = Lanes.ofGroups(groups);
    Lanes t = Lanes.ofGroups(groups);
    if (left == right) {
      Field29.square(t, left.x);
      Field29.sub(t, t, one);
      Field29.tripleCarried(t, t); // 3x² − 3
    } else {
      Field29.sub(t, right.y, left.y);
    }
    Field29.mul(slope, t, inverse);
    Field29.square(t, slope);
    Field29.sub(t, t, left.x);
    Field29.sub(t, t, right.x); // limbs −2 to 1
    // Times one makes the value small again, so that it does not grow from round to round.
    Field29.mulByConstant(result.x, t, Curve.ONE);
    Field29.sub(t, left.x, result.x);
    Field29.mul(t, slope, t);
    Field29.sub(t, t, left.y);
    Field29.mulByConstant(result.y, t, Curve.ONE);
    return result;
  }

  void wipe() {
    for (AffinePoints multiple : multiples) {
      if (multiple != null) {
        multiple.x.wipe();
        multiple.y.wipe();
      }
    }
  }
}
