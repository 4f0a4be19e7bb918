package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Differences whose value is made small at the price of a few additions, where {@link Field29#mul}
 * by one would cost a multiplication: the value is q·2^256 + rest, and 2^256 ≡ 2^224 − 2^192 − 2^96
 * + 1 modulo p.
 */
final class WeakReduction {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  /** 2^256 is bit 24 of the last limb, which begins at bit 232. */
  private static final int TOP_BITS = 24;

  private static final long TOP_MASK = (1L << TOP_BITS) - 1;

  private WeakReduction() {}

  /**
   * r = a − b, weakly reduced; values up to 16 in size. Then the value lies between −2^−27 and 1 +
   * 2^−27, in units of p; and since |q| ≤ 16 moves the limbs 0, 3, 6 and 7 by at most 2^4, 2^13,
   * 2^22 and 2^25, limbs lie between −0.07 and 1.07.
   */
  static void sub(Lanes r, Lanes a, Lanes b) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      subCarried(r.limbs, a.limbs, b.limbs, at);
      reduce(r.limbs, at);
    }
  }

  private static void subCarried(long[] r, long[] a, long[] b, int at) {
    LongVector c = LongVector.zero(SPECIES);
    int last = at + GROUP - WIDTH;
    for (int limb = at; limb < last; limb += WIDTH) {
      LongVector t =
          LongVector.fromArray(SPECIES, a, limb).sub(LongVector.fromArray(SPECIES, b, limb)).add(c);
      t.and(Lanes.MASK).intoArray(r, limb);
      c = t.lanewise(ASHR, Lanes.LIMB_BITS);
    }
    LongVector.fromArray(SPECIES, a, last)
        .sub(LongVector.fromArray(SPECIES, b, last))
        .add(c)
        .intoArray(r, last);
  }

  private static void reduce(long[] limbs, int at) {
    LongVector top = LongVector.fromArray(SPECIES, limbs, at + 8 * WIDTH);
    LongVector q = top.lanewise(ASHR, TOP_BITS);
    top.and(TOP_MASK).intoArray(limbs, at + 8 * WIDTH);
    LongVector.fromArray(SPECIES, limbs, at).add(q).intoArray(limbs, at);
    // 2^96 is bit 9 of limb 3, 2^192 bit 18 of limb 6, 2^224 bit 21 of limb 7.
    LongVector.fromArray(SPECIES, limbs, at + 3 * WIDTH)
        .sub(q.lanewise(LSHL, 9))
        .intoArray(limbs, at + 3 * WIDTH);
    LongVector.fromArray(SPECIES, limbs, at + 6 * WIDTH)
        .sub(q.lanewise(LSHL, 18))
        .intoArray(limbs, at + 6 * WIDTH);
    LongVector.fromArray(SPECIES, limbs, at + 7 * WIDTH)
        .add(q.lanewise(LSHL, 21))
        .intoArray(limbs, at + 7 * WIDTH);
  }
}
