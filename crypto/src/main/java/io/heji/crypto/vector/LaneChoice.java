package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Choices lane by lane. What is chosen by is a bit a lane, lane 0 the lowest, in a long for each
 * group.
 *
 * <p>Only arithmetic and logic on lanes, no {@code VectorMask}: where a mask's operations are not
 * compiled to the processor's own (in the interpreter, or without 512-bit vectors), Java branches
 * on its bits, which are secret here.
 */
final class LaneChoice {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  /** 0, 1, … 7: each lane's own number. */
  private static final LongVector LANE = LongVector.zero(SPECIES).addIndex(1);

  private LaneChoice() {}

  /** Whether a canonical element is 0. */
  static long isZero(Lanes canonical, int group) {
    LongVector any = LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP);
    for (int at = WIDTH; at < GROUP; at += WIDTH) {
      any = any.or(LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP + at));
    }
    // x or −x has its highest bit set unless x is 0.
    LongVector nonZero = any.or(any.neg()).lanewise(LSHR, Long.SIZE - 1);
    return bits(nonZero.lanewise(XOR, 1L));
  }

  /** Whether a canonical element is odd. */
  static long isOdd(Lanes canonical, int group) {
    return bits(LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP).and(1));
  }

  /** In one group, r = b in the lanes whose bit is set, else a. */
  static void choose(Lanes r, Lanes a, Lanes b, int group, long bits) {
    LongVector all = allOrNone(bits);
    for (int at = group * GROUP; at < (group + 1) * GROUP; at += WIDTH) {
      LongVector x = LongVector.fromArray(SPECIES, a.limbs, at);
      LongVector y = LongVector.fromArray(SPECIES, b.limbs, at);
      x.lanewise(XOR, x.lanewise(XOR, y).and(all)).intoArray(r.limbs, at);
    }
  }

  /** In one group, r = −a in the lanes whose bit is set, else a. */
  static void negateWhere(Lanes r, Lanes a, int group, long bits) {
    LongVector all = allOrNone(bits);
    for (int at = group * GROUP; at < (group + 1) * GROUP; at += WIDTH) {
      negateWhere(LongVector.fromArray(SPECIES, a.limbs, at), all).intoArray(r.limbs, at);
    }
  }

  /** −x where all is −1, x where it is 0. */
  static LongVector negateWhere(LongVector x, LongVector all) {
    return x.lanewise(XOR, all).sub(all);
  }

  /**
   * −1 in the lanes where x is 0, 0 elsewhere, for x from 0 to 2^63 − 1: only 0 − 1 is negative.
   */
  static LongVector whereZero(LongVector x) {
    return x.sub(1).lanewise(ASHR, Long.SIZE - 1);
  }

  /** −1 in the lanes whose bit is set, 0 elsewhere. */
  private static LongVector allOrNone(long bits) {
    return LongVector.broadcast(SPECIES, bits).lanewise(LSHR, LANE).and(1).neg();
  }

  /** From lanes of 0 or 1. */
  private static long bits(LongVector zerosAndOnes) {
    return zerosAndOnes.lanewise(LSHL, LANE).reduceLanes(OR);
  }
}
