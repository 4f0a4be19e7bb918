package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.LIMB_BITS;
import static io.heji.crypto.vector.Lanes.MASK;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squares of {@link Field29}, one group at a time, column by column: each product of two different
 * limbs is taken once, and a column's sum of them is doubled. Columns 0 to 8 give the digits m0 …
 * m8 that clear them; a digit m_i adds m_i·p to the columns i + 3, 6, 7 and 8, shifted left by 9,
 * 18, 21 (taken away) and 24. Columns 9 to 17 are the result. The carry is always added last: all
 * else of a column is ready before it.
 *
 * <p>No more than nine limbs, nine digits and the column under way are alive at any time, so that
 * all of it stays in registers. With the doubled limbs kept beside the limbs some went to the
 * stack, which is aligned to 16 bytes and not to 64: in half of all depths of calls a square then
 * took half as long again. So columns 0 to 8 stand here twice: a method of their own would have to
 * hand over nine limbs and nine digits by memory.
 */
final class ColumnSquares {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  private ColumnSquares() {}

  /** r = a². */
  static void square(long[] r, int ro, long[] a, int ao) {
    LongVector a0 = LongVector.fromArray(SPECIES, a, ao);
    LongVector a1 = LongVector.fromArray(SPECIES, a, ao + 8);
    LongVector a2 = LongVector.fromArray(SPECIES, a, ao + 16);
    LongVector a3 = LongVector.fromArray(SPECIES, a, ao + 24);
    LongVector a4 = LongVector.fromArray(SPECIES, a, ao + 32);
    LongVector a5 = LongVector.fromArray(SPECIES, a, ao + 40);
    LongVector a6 = LongVector.fromArray(SPECIES, a, ao + 48);
    LongVector a7 = LongVector.fromArray(SPECIES, a, ao + 56);
    LongVector a8 = LongVector.fromArray(SPECIES, a, ao + 64);
    LongVector t = a0.mul(a0);
    LongVector m0 = t.and(MASK);
    LongVector c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a1).lanewise(LSHL, 1).add(c);
    LongVector m1 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a2).lanewise(LSHL, 1).add(a1.mul(a1)).add(c);
    LongVector m2 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a3).add(a1.mul(a2)).lanewise(LSHL, 1).add(m0.lanewise(LSHL, 9)).add(c);
    LongVector m3 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a4)
            .add(a1.mul(a3))
            .lanewise(LSHL, 1)
            .add(a2.mul(a2))
            .add(m1.lanewise(LSHL, 9))
            .add(c);
    LongVector m4 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a5)
            .add(a1.mul(a4))
            .add(a2.mul(a3))
            .lanewise(LSHL, 1)
            .add(m2.lanewise(LSHL, 9))
            .add(c);
    LongVector m5 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a6)
            .add(a1.mul(a5))
            .add(a2.mul(a4))
            .lanewise(LSHL, 1)
            .add(a3.mul(a3))
            .add(m3.lanewise(LSHL, 9))
            .add(m0.lanewise(LSHL, 18))
            .add(c);
    LongVector m6 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a7)
            .add(a1.mul(a6))
            .add(a2.mul(a5))
            .add(a3.mul(a4))
            .lanewise(LSHL, 1)
            .add(m4.lanewise(LSHL, 9))
            .add(m1.lanewise(LSHL, 18))
            .sub(m0.lanewise(LSHL, 21))
            .add(c);
    LongVector m7 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a8)
            .add(a1.mul(a7))
            .add(a2.mul(a6))
            .add(a3.mul(a5))
            .lanewise(LSHL, 1)
            .add(a4.mul(a4))
            .add(m5.lanewise(LSHL, 9))
            .add(m2.lanewise(LSHL, 18))
            .sub(m1.lanewise(LSHL, 21))
            .add(m0.lanewise(LSHL, 24))
            .add(c);
    LongVector m8 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a1.mul(a8)
            .add(a2.mul(a7))
            .add(a3.mul(a6))
            .add(a4.mul(a5))
            .lanewise(LSHL, 1)
            .add(m6.lanewise(LSHL, 9))
            .add(m3.lanewise(LSHL, 18))
            .sub(m2.lanewise(LSHL, 21))
            .add(m1.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a2.mul(a8)
            .add(a3.mul(a7))
            .add(a4.mul(a6))
            .lanewise(LSHL, 1)
            .add(a5.mul(a5))
            .add(m7.lanewise(LSHL, 9))
            .add(m4.lanewise(LSHL, 18))
            .sub(m3.lanewise(LSHL, 21))
            .add(m2.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro + 8);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a3.mul(a8)
            .add(a4.mul(a7))
            .add(a5.mul(a6))
            .lanewise(LSHL, 1)
            .add(m8.lanewise(LSHL, 9))
            .add(m5.lanewise(LSHL, 18))
            .sub(m4.lanewise(LSHL, 21))
            .add(m3.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro + 16);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a4.mul(a8)
            .add(a5.mul(a7))
            .lanewise(LSHL, 1)
            .add(a6.mul(a6))
            .add(m6.lanewise(LSHL, 18))
            .sub(m5.lanewise(LSHL, 21))
            .add(m4.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro + 24);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a5.mul(a8)
            .add(a6.mul(a7))
            .lanewise(LSHL, 1)
            .add(m7.lanewise(LSHL, 18))
            .sub(m6.lanewise(LSHL, 21))
            .add(m5.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro + 32);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a6.mul(a8)
            .lanewise(LSHL, 1)
            .add(a7.mul(a7))
            .add(m8.lanewise(LSHL, 18))
            .sub(m7.lanewise(LSHL, 21))
            .add(m6.lanewise(LSHL, 24))
            .add(c);
    t.and(MASK).intoArray(r, ro + 40);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a7.mul(a8).lanewise(LSHL, 1).sub(m8.lanewise(LSHL, 21)).add(m7.lanewise(LSHL, 24)).add(c);
    t.and(MASK).intoArray(r, ro + 48);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a8.mul(a8).add(m8.lanewise(LSHL, 24)).add(c);
    t.and(MASK).intoArray(r, ro + 56);
    c = t.lanewise(ASHR, LIMB_BITS);
    c.intoArray(r, ro + 64);
  }

  /** r = a² − d − 2e. */
  static void squareSub(long[] r, long[] a, long[] d, long[] e, int at) {
    LongVector a0 = LongVector.fromArray(SPECIES, a, at);
    LongVector a1 = LongVector.fromArray(SPECIES, a, at + 8);
    LongVector a2 = LongVector.fromArray(SPECIES, a, at + 16);
    LongVector a3 = LongVector.fromArray(SPECIES, a, at + 24);
    LongVector a4 = LongVector.fromArray(SPECIES, a, at + 32);
    LongVector a5 = LongVector.fromArray(SPECIES, a, at + 40);
    LongVector a6 = LongVector.fromArray(SPECIES, a, at + 48);
    LongVector a7 = LongVector.fromArray(SPECIES, a, at + 56);
    LongVector a8 = LongVector.fromArray(SPECIES, a, at + 64);
    LongVector t = a0.mul(a0);
    LongVector m0 = t.and(MASK);
    LongVector c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a1).lanewise(LSHL, 1).add(c);
    LongVector m1 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a2).lanewise(LSHL, 1).add(a1.mul(a1)).add(c);
    LongVector m2 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a0.mul(a3).add(a1.mul(a2)).lanewise(LSHL, 1).add(m0.lanewise(LSHL, 9)).add(c);
    LongVector m3 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a4)
            .add(a1.mul(a3))
            .lanewise(LSHL, 1)
            .add(a2.mul(a2))
            .add(m1.lanewise(LSHL, 9))
            .add(c);
    LongVector m4 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a5)
            .add(a1.mul(a4))
            .add(a2.mul(a3))
            .lanewise(LSHL, 1)
            .add(m2.lanewise(LSHL, 9))
            .add(c);
    LongVector m5 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a6)
            .add(a1.mul(a5))
            .add(a2.mul(a4))
            .lanewise(LSHL, 1)
            .add(a3.mul(a3))
            .add(m3.lanewise(LSHL, 9))
            .add(m0.lanewise(LSHL, 18))
            .add(c);
    LongVector m6 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a7)
            .add(a1.mul(a6))
            .add(a2.mul(a5))
            .add(a3.mul(a4))
            .lanewise(LSHL, 1)
            .add(m4.lanewise(LSHL, 9))
            .add(m1.lanewise(LSHL, 18))
            .sub(m0.lanewise(LSHL, 21))
            .add(c);
    LongVector m7 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a0.mul(a8)
            .add(a1.mul(a7))
            .add(a2.mul(a6))
            .add(a3.mul(a5))
            .lanewise(LSHL, 1)
            .add(a4.mul(a4))
            .add(m5.lanewise(LSHL, 9))
            .add(m2.lanewise(LSHL, 18))
            .sub(m1.lanewise(LSHL, 21))
            .add(m0.lanewise(LSHL, 24))
            .add(c);
    LongVector m8 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a1.mul(a8)
            .add(a2.mul(a7))
            .add(a3.mul(a6))
            .add(a4.mul(a5))
            .sub(LongVector.fromArray(SPECIES, e, at))
            .lanewise(LSHL, 1)
            .add(m6.lanewise(LSHL, 9))
            .add(m3.lanewise(LSHL, 18))
            .sub(m2.lanewise(LSHL, 21))
            .add(m1.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at))
            .add(c);
    t.and(MASK).intoArray(r, at);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a2.mul(a8)
            .add(a3.mul(a7))
            .add(a4.mul(a6))
            .sub(LongVector.fromArray(SPECIES, e, at + 8))
            .lanewise(LSHL, 1)
            .add(a5.mul(a5))
            .add(m7.lanewise(LSHL, 9))
            .add(m4.lanewise(LSHL, 18))
            .sub(m3.lanewise(LSHL, 21))
            .add(m2.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 8))
            .add(c);
    t.and(MASK).intoArray(r, at + 8);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a3.mul(a8)
            .add(a4.mul(a7))
            .add(a5.mul(a6))
            .sub(LongVector.fromArray(SPECIES, e, at + 16))
            .lanewise(LSHL, 1)
            .add(m8.lanewise(LSHL, 9))
            .add(m5.lanewise(LSHL, 18))
            .sub(m4.lanewise(LSHL, 21))
            .add(m3.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 16))
            .add(c);
    t.and(MASK).intoArray(r, at + 16);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a4.mul(a8)
            .add(a5.mul(a7))
            .sub(LongVector.fromArray(SPECIES, e, at + 24))
            .lanewise(LSHL, 1)
            .add(a6.mul(a6))
            .add(m6.lanewise(LSHL, 18))
            .sub(m5.lanewise(LSHL, 21))
            .add(m4.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 24))
            .add(c);
    t.and(MASK).intoArray(r, at + 24);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a5.mul(a8)
            .add(a6.mul(a7))
            .sub(LongVector.fromArray(SPECIES, e, at + 32))
            .lanewise(LSHL, 1)
            .add(m7.lanewise(LSHL, 18))
            .sub(m6.lanewise(LSHL, 21))
            .add(m5.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 32))
            .add(c);
    t.and(MASK).intoArray(r, at + 32);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a6.mul(a8)
            .sub(LongVector.fromArray(SPECIES, e, at + 40))
            .lanewise(LSHL, 1)
            .add(a7.mul(a7))
            .add(m8.lanewise(LSHL, 18))
            .sub(m7.lanewise(LSHL, 21))
            .add(m6.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 40))
            .add(c);
    t.and(MASK).intoArray(r, at + 40);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a7.mul(a8)
            .sub(LongVector.fromArray(SPECIES, e, at + 48))
            .lanewise(LSHL, 1)
            .sub(m8.lanewise(LSHL, 21))
            .add(m7.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 48))
            .add(c);
    t.and(MASK).intoArray(r, at + 48);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        a8.mul(a8)
            .add(m8.lanewise(LSHL, 24))
            .sub(LongVector.fromArray(SPECIES, d, at + 56))
            .sub(LongVector.fromArray(SPECIES, e, at + 56).lanewise(LSHL, 1))
            .add(c);
    t.and(MASK).intoArray(r, at + 56);
    c = t.lanewise(ASHR, LIMB_BITS);
    c.sub(LongVector.fromArray(SPECIES, d, at + 64))
        .sub(LongVector.fromArray(SPECIES, e, at + 64).lanewise(LSHL, 1))
        .intoArray(r, at + 64);
  }
}
