package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * P, 3P, 5P, … 31P of the point in each lane, affine: what a signed window of five bits chooses
 * from. Packed, x in the lower and y in the upper 32 bits of a long, limb by limb, so that the
 * table of the groups that are under way stays in the first cache.
 *
 * <p>Five rounds of additions, each with one batched inversion. No addition meets its exceptional
 * case: it adds iP and jP with 0 &lt; i &lt; j ≤ 16, and i ≡ ±j modulo the order n has no solution;
 * a doubling's 2y is never 0, since n is odd.
 */
final class OddMultiples {
  /** How many: the odd ones below 32. */
  static final int COUNT = 16;

  private static final int LARGEST = 2 * COUNT - 1;

  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  /** Bits of each half of a packed limb. */
  private static final int HALF = 32;

  private static final long LOWER_HALF = (1L << HALF) - 1;

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

  /** By the multiple; made in rounds. The first is the point itself. */
  private final AffinePoints[] multiples = new AffinePoints[LARGEST + 1];

  /** By group, then entry, then limb, then lane. */
  private final long[] packed;

  private final List<Lanes> denominators = new ArrayList<>();
  private final List<Lanes> inverses = new ArrayList<>();
  private final Lanes inverse;
  private final Lanes slope;
  private final Lanes t;

  /** Room for the tables of so many groups. */
  OddMultiples(int groups) {
    this.groups = groups;
    this.one = Field29.constant(groups, BigInteger.ONE);
    this.packed = new long[groups * COUNT * GROUP];
    this.inverse = Lanes.ofGroups(groups);
    this.slope = Lanes.ofGroups(groups);
    this.t = Lanes.ofGroups(groups);
    multiples[1] = new AffinePoints(groups);
    for (List<Sum> round : ROUNDS) {
      denominators.add(Lanes.ofGroups(groups * round.size()));
      inverses.add(Lanes.ofGroups(groups * round.size()));
      round.forEach(sum -> multiples[sum.result()] = new AffinePoints(groups));
    }
  }

  /** Makes the tables of these points. */
  void of(AffinePoints points) {
    multiples[1].x.copyFrom(points.x);
    multiples[1].y.copyFrom(points.y);
    for (int round = 0; round < ROUNDS.size(); round++) {
      make(ROUNDS.get(round), denominators.get(round), inverses.get(round));
    }
    for (int entry = 0; entry < COUNT; entry++) {
      pack(entry, multiples[2 * entry + 1]);
    }
  }

  /** Limbs lie between −2^31 and 2^31: −0.07 and 1.07 times 2^29. */
  private void pack(int entry, AffinePoints multiple) {
    for (int group = 0; group < groups; group++) {
      int to = (group * COUNT + entry) * GROUP;
      for (int from = group * GROUP; from < (group + 1) * GROUP; from += WIDTH, to += WIDTH) {
        LongVector x = LongVector.fromArray(SPECIES, multiple.x.limbs, from).and(LOWER_HALF);
        LongVector y = LongVector.fromArray(SPECIES, multiple.y.limbs, from);
        x.or(y.lanewise(LSHL, HALF)).intoArray(packed, to);
      }
    }
  }

  /**
   * Reads the whole table of a group and takes, in each lane, the entry of that number; whichever
   * it is, the same is read.
   *
   * @param negative −1 in the lanes whose y is to be negated, 0 elsewhere
   */
  void choose(int group, LongVector entries, LongVector negative, Lanes x, Lanes y, int at) {
    LongVector c0 = LongVector.zero(SPECIES);
    LongVector c1 = c0;
    LongVector c2 = c0;
    LongVector c3 = c0;
    LongVector c4 = c0;
    LongVector c5 = c0;
    LongVector c6 = c0;
    LongVector c7 = c0;
    LongVector c8 = c0;
    int from = group * COUNT * GROUP;
    for (int entry = 0; entry < COUNT; entry++, from += GROUP) {
      LongVector here = LaneChoice.whereZero(entries.lanewise(XOR, (long) entry));
      c0 = c0.or(LongVector.fromArray(SPECIES, packed, from).and(here));
      c1 = c1.or(LongVector.fromArray(SPECIES, packed, from + 8).and(here));
      c2 = c2.or(LongVector.fromArray(SPECIES, packed, from + 16).and(here));
      c3 = c3.or(LongVector.fromArray(SPECIES, packed, from + 24).and(here));
      c4 = c4.or(LongVector.fromArray(SPECIES, packed, from + 32).and(here));
      c5 = c5.or(LongVector.fromArray(SPECIES, packed, from + 40).and(here));
      c6 = c6.or(LongVector.fromArray(SPECIES, packed, from + 48).and(here));
      c7 = c7.or(LongVector.fromArray(SPECIES, packed, from + 56).and(here));
      c8 = c8.or(LongVector.fromArray(SPECIES, packed, from + 64).and(here));
    }
    c0.intoArray(x.limbs, at);
    c1.intoArray(x.limbs, at + 8);
    c2.intoArray(x.limbs, at + 16);
    c3.intoArray(x.limbs, at + 24);
    c4.intoArray(x.limbs, at + 32);
    c5.intoArray(x.limbs, at + 40);
    c6.intoArray(x.limbs, at + 48);
    c7.intoArray(x.limbs, at + 56);
    c8.intoArray(x.limbs, at + 64);
    for (int limb = at; limb < at + GROUP; limb += WIDTH) {
      LongVector both = LongVector.fromArray(SPECIES, x.limbs, limb);
      both.lanewise(LSHL, HALF).lanewise(ASHR, HALF).intoArray(x.limbs, limb);
      LaneChoice.negateWhere(both.lanewise(ASHR, HALF), negative).intoArray(y.limbs, limb);
    }
  }

  private void make(List<Sum> round, Lanes roundDenominators, Lanes roundInverses) {
    for (int s = 0; s < round.size(); s++) {
      AffinePoints left = multiples[round.get(s).i()];
      AffinePoints right = multiples[round.get(s).j()];
      if (left == right) {
        Field29.add(t, left.y, left.y); // limbs 2.14
      } else {
        Field29.sub(t, right.x, left.x); // limbs −1.14 to 1.14
      }
      roundDenominators.copyFrom(t, 0, s * groups, groups);
    }
    FieldPower.invertAll(roundInverses, roundDenominators);
    for (int s = 0; s < round.size(); s++) {
      inverse.copyFrom(roundInverses, s * groups, 0, groups);
      add(round.get(s));
    }
  }

  /** x' = λ² − x₁ − x₂, y' = λ·(x₁ − x') − y₁. */
  private void add(Sum sum) {
    AffinePoints left = multiples[sum.i()];
    AffinePoints right = multiples[sum.j()];
    AffinePoints result = multiples[sum.result()];
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
    // Weakly reduced, so that values do not grow from round to round.
    WeakReduction.sub(result.x, t, right.x); // value −4 to 2 before
    Field29.sub(t, left.x, result.x); // limbs −1.14 to 1.14
    Field29.mul(t, slope, t);
    WeakReduction.sub(result.y, t, left.y); // value −2 to 4 before
  }

  void wipe() {
    Arrays.fill(packed, 0);
    for (AffinePoints multiple : multiples) {
      if (multiple != null) {
        multiple.wipe();
      }
    }
    denominators.forEach(Lanes::wipe);
    inverses.forEach(Lanes::wipe);
    inverse.wipe();
    slope.wipe();
    t.wipe();
  }
}
