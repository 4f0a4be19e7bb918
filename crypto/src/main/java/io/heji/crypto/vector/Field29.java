package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.LIMB_BITS;
import static io.heji.crypto.vector.Lanes.MASK;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import java.math.BigInteger;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic modulo p = 2^256 − 2^224 + 2^192 + 2^96 − 1 on {@link Lanes}, in Montgomery form with
 * R = 2^261: a number x stands as x·R mod p, and not necessarily as the smallest such number.
 *
 * <p>What keeps it from overflowing are two bounds of each operand. Its <b>limbs</b>, in units of
 * 2^29: results of {@link #mul}, {@link #square} and of everything named <i>carried</i> have limbs
 * from 0 to 1, so a difference of two such has limbs from −1 to 1 and a sum from 0 to 2. Its
 * <b>value</b>, in units of p.
 *
 * <ul>
 *   <li>A product needs limb bounds a·b ≤ 3: a column has at most nine products and the reduction
 *       adds less than 2^54, so it stays below 9·3·2^58 + 2^54 &lt; 2^63. A square needs a ≤ 1.7.
 *   <li>A product's value lies between −v and 1 + v for v = |a|·|b| / 32 in values, since
 *       Montgomery's reduction adds less than R·p before it divides by R = 32·2^256.
 *   <li>Values stay below 32, so that the last limb stays below 1.
 * </ul>
 *
 * <p>The callers say in a comment by each step what the bounds are where they are not 1 and 2.
 *
 * <p>p ≡ −1 mod 2^96 makes the reduction cheap: the digit m that clears the lowest limb t0 is t0
 * itself, and m·p is −m, m·2^96, m·2^192, −m·2^224 and m·2^256, which are limb 0, limb 3 shifted by
 * 9, limb 6 by 18, limb 7 by 21 and limb 8 by 24.
 */
final class Field29 {
  static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  /** Montgomery's R. */
  static final BigInteger R = BigInteger.TWO.pow(Lanes.LIMBS * LIMB_BITS);

  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;
  private static final long[] P_LIMBS = limbs(P);

  private Field29() {}

  private static long[] limbs(BigInteger number) {
    long[] limbs = new long[Lanes.LIMBS];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = number.shiftRight(i * LIMB_BITS).longValue() & MASK;
    }
    return limbs;
  }

  /** A constant in Montgomery form. */
  static Lanes constant(int groups, BigInteger number) {
    return Lanes.constant(groups, number.multiply(R).mod(P));
  }

  // ── Whole vectors of groups ──

  /** r = a·b. Any two may be the same. */
  static void mul(Lanes r, Lanes a, Lanes b) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      mul(r.limbs, at, a.limbs, at, b.limbs, at);
    }
  }

  /** r = a·c for one group c of constants. */
  static void mulByConstant(Lanes r, Lanes a, Lanes c) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      mul(r.limbs, at, a.limbs, at, c.limbs, 0);
    }
  }

  /** r = a². */
  static void square(Lanes r, Lanes a) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      square(r.limbs, at, a.limbs, at);
    }
  }

  /** r = (a − s)·b − d, carried: limbs of a − s and b as for a product. */
  static void mulSub(Lanes r, Lanes a, Lanes s, Lanes b, Lanes d) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      mulSub(r.limbs, a.limbs, s.limbs, b.limbs, d.limbs, at);
    }
  }

  /** r = a² − d − 2e, carried. */
  static void squareSub(Lanes r, Lanes a, Lanes d, Lanes e) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      squareSub(r.limbs, a.limbs, d.limbs, e.limbs, at);
    }
  }

  /** r = a + b, limb by limb. */
  static void add(Lanes r, Lanes a, Lanes b) {
    for (int at = 0; at < r.limbs.length; at += WIDTH) {
      LongVector.fromArray(SPECIES, a.limbs, at)
          .add(LongVector.fromArray(SPECIES, b.limbs, at))
          .intoArray(r.limbs, at);
    }
  }

  /** r = a − b, limb by limb. */
  static void sub(Lanes r, Lanes a, Lanes b) {
    for (int at = 0; at < r.limbs.length; at += WIDTH) {
      LongVector.fromArray(SPECIES, a.limbs, at)
          .sub(LongVector.fromArray(SPECIES, b.limbs, at))
          .intoArray(r.limbs, at);
    }
  }

  /** r = a + b for one group b of constants, carried. */
  static void addConstantCarried(Lanes r, Lanes a, Lanes b) {
    for (int group = 0; group < r.limbs.length; group += GROUP) {
      LongVector c = LongVector.zero(SPECIES);
      for (int limb = 0; limb < GROUP - WIDTH; limb += WIDTH) {
        LongVector t =
            LongVector.fromArray(SPECIES, a.limbs, group + limb)
                .add(LongVector.fromArray(SPECIES, b.limbs, limb))
                .add(c);
        t.and(MASK).intoArray(r.limbs, group + limb);
        c = t.lanewise(ASHR, LIMB_BITS);
      }
      int last = GROUP - WIDTH;
      LongVector.fromArray(SPECIES, a.limbs, group + last)
          .add(LongVector.fromArray(SPECIES, b.limbs, last))
          .add(c)
          .intoArray(r.limbs, group + last);
    }
  }

  /** r = 3a, carried. */
  static void tripleCarried(Lanes r, Lanes a) {
    for (int group = 0; group < r.limbs.length; group += GROUP) {
      LongVector c = LongVector.zero(SPECIES);
      for (int at = group; at < group + GROUP - WIDTH; at += WIDTH) {
        LongVector x = LongVector.fromArray(SPECIES, a.limbs, at);
        LongVector t = x.add(x.lanewise(LSHL, 1)).add(c);
        t.and(MASK).intoArray(r.limbs, at);
        c = t.lanewise(ASHR, LIMB_BITS);
      }
      int last = group + GROUP - WIDTH;
      LongVector x = LongVector.fromArray(SPECIES, a.limbs, last);
      x.add(x.lanewise(LSHL, 1)).add(c).intoArray(r.limbs, last);
    }
  }

  /**
   * r = 3a / 2, carried; a carried. Where 3a is odd, p is added first, by its four powers of two as
   * in the reduction, so that the half is whole. Value: 1.5·a + 0.5.
   */
  static void tripleHalvedCarried(Lanes r, Lanes a) {
    for (int group = 0; group < r.limbs.length; group += GROUP) {
      tripleHalved(r.limbs, group, a.limbs, group);
    }
  }

  /**
   * r = a out of Montgomery form, canonical: from 0 to p − 1. Limbs of a up to 2, value below 32.
   */
  static void canonical(Lanes r, Lanes a) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      mul(r.limbs, at, a.limbs, at, Constants.ONE_PLAIN.limbs, 0);
      // From 0 to p: a/R lies between −1 and 1 and the reduction adds less than p.
      subtractPOnce(r.limbs, at);
    }
  }

  private static final class Constants {
    /** 1 not in Montgomery form: multiplying by it takes a number out of that form. */
    static final Lanes ONE_PLAIN = Lanes.constant(1, BigInteger.ONE);

    private Constants() {}
  }

  // ── One group, at an offset ──

  /** Row by row: add x_j·b, clear the lowest limb, move one limb down. */
  static void mul(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    LongVector b0 = LongVector.fromArray(SPECIES, b, bo);
    LongVector b1 = LongVector.fromArray(SPECIES, b, bo + 8);
    LongVector b2 = LongVector.fromArray(SPECIES, b, bo + 16);
    LongVector b3 = LongVector.fromArray(SPECIES, b, bo + 24);
    LongVector b4 = LongVector.fromArray(SPECIES, b, bo + 32);
    LongVector b5 = LongVector.fromArray(SPECIES, b, bo + 40);
    LongVector b6 = LongVector.fromArray(SPECIES, b, bo + 48);
    LongVector b7 = LongVector.fromArray(SPECIES, b, bo + 56);
    LongVector b8 = LongVector.fromArray(SPECIES, b, bo + 64);
    LongVector t0 = LongVector.zero(SPECIES);
    LongVector t1 = t0;
    LongVector t2 = t0;
    LongVector t3 = t0;
    LongVector t4 = t0;
    LongVector t5 = t0;
    LongVector t6 = t0;
    LongVector t7 = t0;
    for (int j = 0; j < GROUP; j += WIDTH) {
      LongVector x = LongVector.fromArray(SPECIES, a, ao + j);
      t0 = t0.add(x.mul(b0));
      t1 = t1.add(x.mul(b1));
      t2 = t2.add(x.mul(b2));
      t3 = t3.add(x.mul(b3));
      t4 = t4.add(x.mul(b4));
      t5 = t5.add(x.mul(b5));
      t6 = t6.add(x.mul(b6));
      t7 = t7.add(x.mul(b7));
      LongVector t8 = x.mul(b8);
      LongVector m = t0.and(MASK);
      t0 = t1.add(t0.lanewise(ASHR, LIMB_BITS));
      t1 = t2;
      t2 = t3.add(m.lanewise(LSHL, 9));
      t3 = t4;
      t4 = t5;
      t5 = t6.add(m.lanewise(LSHL, 18));
      t6 = t7.sub(m.lanewise(LSHL, 21));
      t7 = t8.add(m.lanewise(LSHL, 24));
    }
    t0.and(MASK).intoArray(r, ro);
    t1 = t1.add(t0.lanewise(ASHR, LIMB_BITS));
    t1.and(MASK).intoArray(r, ro + 8);
    t2 = t2.add(t1.lanewise(ASHR, LIMB_BITS));
    t2.and(MASK).intoArray(r, ro + 16);
    t3 = t3.add(t2.lanewise(ASHR, LIMB_BITS));
    t3.and(MASK).intoArray(r, ro + 24);
    t4 = t4.add(t3.lanewise(ASHR, LIMB_BITS));
    t4.and(MASK).intoArray(r, ro + 32);
    t5 = t5.add(t4.lanewise(ASHR, LIMB_BITS));
    t5.and(MASK).intoArray(r, ro + 40);
    t6 = t6.add(t5.lanewise(ASHR, LIMB_BITS));
    t6.and(MASK).intoArray(r, ro + 48);
    t7 = t7.add(t6.lanewise(ASHR, LIMB_BITS));
    t7.and(MASK).intoArray(r, ro + 56);
    t7.lanewise(ASHR, LIMB_BITS).intoArray(r, ro + 64);
  }

  /** Column by column, with each product of two different limbs taken once and doubled. */
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
    LongVector d0 = a0.lanewise(LSHL, 1);
    LongVector d1 = a1.lanewise(LSHL, 1);
    LongVector d2 = a2.lanewise(LSHL, 1);
    LongVector d3 = a3.lanewise(LSHL, 1);
    LongVector d4 = a4.lanewise(LSHL, 1);
    LongVector d5 = a5.lanewise(LSHL, 1);
    LongVector d6 = a6.lanewise(LSHL, 1);
    LongVector d7 = a7.lanewise(LSHL, 1);
    LongVector t;
    LongVector c;
    t = a0.mul(a0);
    LongVector m0 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a1).add(c);
    LongVector m1 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a2).add(a1.mul(a1)).add(c);
    LongVector m2 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a3).add(d1.mul(a2)).add(c).add(m0.lanewise(LSHL, 9));
    LongVector m3 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a4).add(d1.mul(a3)).add(a2.mul(a2)).add(c).add(m1.lanewise(LSHL, 9));
    LongVector m4 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a5).add(d1.mul(a4)).add(d2.mul(a3)).add(c).add(m2.lanewise(LSHL, 9));
    LongVector m5 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a6)
            .add(d1.mul(a5))
            .add(d2.mul(a4))
            .add(a3.mul(a3))
            .add(c)
            .add(m3.lanewise(LSHL, 9))
            .add(m0.lanewise(LSHL, 18));
    LongVector m6 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a7)
            .add(d1.mul(a6))
            .add(d2.mul(a5))
            .add(d3.mul(a4))
            .add(c)
            .add(m4.lanewise(LSHL, 9))
            .add(m1.lanewise(LSHL, 18))
            .sub(m0.lanewise(LSHL, 21));
    LongVector m7 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a8)
            .add(d1.mul(a7))
            .add(d2.mul(a6))
            .add(d3.mul(a5))
            .add(a4.mul(a4))
            .add(c)
            .add(m5.lanewise(LSHL, 9))
            .add(m2.lanewise(LSHL, 18))
            .sub(m1.lanewise(LSHL, 21))
            .add(m0.lanewise(LSHL, 24));
    LongVector m8 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d1.mul(a8)
            .add(d2.mul(a7))
            .add(d3.mul(a6))
            .add(d4.mul(a5))
            .add(c)
            .add(m6.lanewise(LSHL, 9))
            .add(m3.lanewise(LSHL, 18))
            .sub(m2.lanewise(LSHL, 21))
            .add(m1.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 0);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d2.mul(a8)
            .add(d3.mul(a7))
            .add(d4.mul(a6))
            .add(a5.mul(a5))
            .add(c)
            .add(m7.lanewise(LSHL, 9))
            .add(m4.lanewise(LSHL, 18))
            .sub(m3.lanewise(LSHL, 21))
            .add(m2.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 8);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d3.mul(a8)
            .add(d4.mul(a7))
            .add(d5.mul(a6))
            .add(c)
            .add(m8.lanewise(LSHL, 9))
            .add(m5.lanewise(LSHL, 18))
            .sub(m4.lanewise(LSHL, 21))
            .add(m3.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 16);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d4.mul(a8)
            .add(d5.mul(a7))
            .add(a6.mul(a6))
            .add(c)
            .add(m6.lanewise(LSHL, 18))
            .sub(m5.lanewise(LSHL, 21))
            .add(m4.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 24);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d5.mul(a8)
            .add(d6.mul(a7))
            .add(c)
            .add(m7.lanewise(LSHL, 18))
            .sub(m6.lanewise(LSHL, 21))
            .add(m5.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 32);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d6.mul(a8)
            .add(a7.mul(a7))
            .add(c)
            .add(m8.lanewise(LSHL, 18))
            .sub(m7.lanewise(LSHL, 21))
            .add(m6.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 40);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d7.mul(a8).add(c).sub(m8.lanewise(LSHL, 21)).add(m7.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 48);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a8.mul(a8).add(c).add(m8.lanewise(LSHL, 24));
    t.and(MASK).intoArray(r, ro + 56);
    c = t.lanewise(ASHR, LIMB_BITS);
    c.intoArray(r, ro + 64);
  }

  /** As {@link #mul} with a row's operand a − s, and with d taken away when the rows are done. */
  private static void mulSub(long[] r, long[] a, long[] s, long[] b, long[] d, int at) {
    LongVector b0 = LongVector.fromArray(SPECIES, b, at);
    LongVector b1 = LongVector.fromArray(SPECIES, b, at + 8);
    LongVector b2 = LongVector.fromArray(SPECIES, b, at + 16);
    LongVector b3 = LongVector.fromArray(SPECIES, b, at + 24);
    LongVector b4 = LongVector.fromArray(SPECIES, b, at + 32);
    LongVector b5 = LongVector.fromArray(SPECIES, b, at + 40);
    LongVector b6 = LongVector.fromArray(SPECIES, b, at + 48);
    LongVector b7 = LongVector.fromArray(SPECIES, b, at + 56);
    LongVector b8 = LongVector.fromArray(SPECIES, b, at + 64);
    LongVector t0 = LongVector.zero(SPECIES);
    LongVector t1 = t0;
    LongVector t2 = t0;
    LongVector t3 = t0;
    LongVector t4 = t0;
    LongVector t5 = t0;
    LongVector t6 = t0;
    LongVector t7 = t0;
    for (int j = 0; j < GROUP; j += WIDTH) {
      LongVector x =
          LongVector.fromArray(SPECIES, a, at + j).sub(LongVector.fromArray(SPECIES, s, at + j));
      t0 = t0.add(x.mul(b0));
      t1 = t1.add(x.mul(b1));
      t2 = t2.add(x.mul(b2));
      t3 = t3.add(x.mul(b3));
      t4 = t4.add(x.mul(b4));
      t5 = t5.add(x.mul(b5));
      t6 = t6.add(x.mul(b6));
      t7 = t7.add(x.mul(b7));
      LongVector t8 = x.mul(b8);
      LongVector m = t0.and(MASK);
      t0 = t1.add(t0.lanewise(ASHR, LIMB_BITS));
      t1 = t2;
      t2 = t3.add(m.lanewise(LSHL, 9));
      t3 = t4;
      t4 = t5;
      t5 = t6.add(m.lanewise(LSHL, 18));
      t6 = t7.sub(m.lanewise(LSHL, 21));
      t7 = t8.add(m.lanewise(LSHL, 24));
    }
    t0 = t0.sub(LongVector.fromArray(SPECIES, d, at));
    t0.and(MASK).intoArray(r, at);
    t1 = t1.add(t0.lanewise(ASHR, LIMB_BITS));
    t1 = t1.sub(LongVector.fromArray(SPECIES, d, at + 8));
    t1.and(MASK).intoArray(r, at + 8);
    t2 = t2.add(t1.lanewise(ASHR, LIMB_BITS));
    t2 = t2.sub(LongVector.fromArray(SPECIES, d, at + 16));
    t2.and(MASK).intoArray(r, at + 16);
    t3 = t3.add(t2.lanewise(ASHR, LIMB_BITS));
    t3 = t3.sub(LongVector.fromArray(SPECIES, d, at + 24));
    t3.and(MASK).intoArray(r, at + 24);
    t4 = t4.add(t3.lanewise(ASHR, LIMB_BITS));
    t4 = t4.sub(LongVector.fromArray(SPECIES, d, at + 32));
    t4.and(MASK).intoArray(r, at + 32);
    t5 = t5.add(t4.lanewise(ASHR, LIMB_BITS));
    t5 = t5.sub(LongVector.fromArray(SPECIES, d, at + 40));
    t5.and(MASK).intoArray(r, at + 40);
    t6 = t6.add(t5.lanewise(ASHR, LIMB_BITS));
    t6 = t6.sub(LongVector.fromArray(SPECIES, d, at + 48));
    t6.and(MASK).intoArray(r, at + 48);
    t7 = t7.add(t6.lanewise(ASHR, LIMB_BITS));
    t7 = t7.sub(LongVector.fromArray(SPECIES, d, at + 56));
    t7.and(MASK).intoArray(r, at + 56);
    t7.lanewise(ASHR, LIMB_BITS)
        .sub(LongVector.fromArray(SPECIES, d, at + 64))
        .intoArray(r, at + 64);
  }

  /** As {@link #square}, with d and 2e taken away from the columns that stay. */
  private static void squareSub(long[] r, long[] a, long[] d, long[] e, int at) {
    LongVector a0 = LongVector.fromArray(SPECIES, a, at);
    LongVector a1 = LongVector.fromArray(SPECIES, a, at + 8);
    LongVector a2 = LongVector.fromArray(SPECIES, a, at + 16);
    LongVector a3 = LongVector.fromArray(SPECIES, a, at + 24);
    LongVector a4 = LongVector.fromArray(SPECIES, a, at + 32);
    LongVector a5 = LongVector.fromArray(SPECIES, a, at + 40);
    LongVector a6 = LongVector.fromArray(SPECIES, a, at + 48);
    LongVector a7 = LongVector.fromArray(SPECIES, a, at + 56);
    LongVector a8 = LongVector.fromArray(SPECIES, a, at + 64);
    LongVector d0 = a0.lanewise(LSHL, 1);
    LongVector d1 = a1.lanewise(LSHL, 1);
    LongVector d2 = a2.lanewise(LSHL, 1);
    LongVector d3 = a3.lanewise(LSHL, 1);
    LongVector d4 = a4.lanewise(LSHL, 1);
    LongVector d5 = a5.lanewise(LSHL, 1);
    LongVector d6 = a6.lanewise(LSHL, 1);
    LongVector d7 = a7.lanewise(LSHL, 1);
    LongVector t;
    LongVector c;
    t = a0.mul(a0);
    LongVector m0 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a1).add(c);
    LongVector m1 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a2).add(a1.mul(a1)).add(c);
    LongVector m2 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a3).add(d1.mul(a2)).add(c).add(m0.lanewise(LSHL, 9));
    LongVector m3 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a4).add(d1.mul(a3)).add(a2.mul(a2)).add(c).add(m1.lanewise(LSHL, 9));
    LongVector m4 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d0.mul(a5).add(d1.mul(a4)).add(d2.mul(a3)).add(c).add(m2.lanewise(LSHL, 9));
    LongVector m5 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a6)
            .add(d1.mul(a5))
            .add(d2.mul(a4))
            .add(a3.mul(a3))
            .add(c)
            .add(m3.lanewise(LSHL, 9))
            .add(m0.lanewise(LSHL, 18));
    LongVector m6 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a7)
            .add(d1.mul(a6))
            .add(d2.mul(a5))
            .add(d3.mul(a4))
            .add(c)
            .add(m4.lanewise(LSHL, 9))
            .add(m1.lanewise(LSHL, 18))
            .sub(m0.lanewise(LSHL, 21));
    LongVector m7 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d0.mul(a8)
            .add(d1.mul(a7))
            .add(d2.mul(a6))
            .add(d3.mul(a5))
            .add(a4.mul(a4))
            .add(c)
            .add(m5.lanewise(LSHL, 9))
            .add(m2.lanewise(LSHL, 18))
            .sub(m1.lanewise(LSHL, 21))
            .add(m0.lanewise(LSHL, 24));
    LongVector m8 = t.and(MASK);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d1.mul(a8)
            .add(d2.mul(a7))
            .add(d3.mul(a6))
            .add(d4.mul(a5))
            .add(c)
            .add(m6.lanewise(LSHL, 9))
            .add(m3.lanewise(LSHL, 18))
            .sub(m2.lanewise(LSHL, 21))
            .add(m1.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 0))
            .sub(LongVector.fromArray(SPECIES, e, at + 0).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 0);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d2.mul(a8)
            .add(d3.mul(a7))
            .add(d4.mul(a6))
            .add(a5.mul(a5))
            .add(c)
            .add(m7.lanewise(LSHL, 9))
            .add(m4.lanewise(LSHL, 18))
            .sub(m3.lanewise(LSHL, 21))
            .add(m2.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 8))
            .sub(LongVector.fromArray(SPECIES, e, at + 8).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 8);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d3.mul(a8)
            .add(d4.mul(a7))
            .add(d5.mul(a6))
            .add(c)
            .add(m8.lanewise(LSHL, 9))
            .add(m5.lanewise(LSHL, 18))
            .sub(m4.lanewise(LSHL, 21))
            .add(m3.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 16))
            .sub(LongVector.fromArray(SPECIES, e, at + 16).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 16);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d4.mul(a8)
            .add(d5.mul(a7))
            .add(a6.mul(a6))
            .add(c)
            .add(m6.lanewise(LSHL, 18))
            .sub(m5.lanewise(LSHL, 21))
            .add(m4.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 24))
            .sub(LongVector.fromArray(SPECIES, e, at + 24).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 24);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d5.mul(a8)
            .add(d6.mul(a7))
            .add(c)
            .add(m7.lanewise(LSHL, 18))
            .sub(m6.lanewise(LSHL, 21))
            .add(m5.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 32))
            .sub(LongVector.fromArray(SPECIES, e, at + 32).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 32);
    c = t.lanewise(ASHR, LIMB_BITS);
    t =
        d6.mul(a8)
            .add(a7.mul(a7))
            .add(c)
            .add(m8.lanewise(LSHL, 18))
            .sub(m7.lanewise(LSHL, 21))
            .add(m6.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 40))
            .sub(LongVector.fromArray(SPECIES, e, at + 40).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 40);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = d7.mul(a8).add(c).sub(m8.lanewise(LSHL, 21)).add(m7.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 48))
            .sub(LongVector.fromArray(SPECIES, e, at + 48).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 48);
    c = t.lanewise(ASHR, LIMB_BITS);
    t = a8.mul(a8).add(c).add(m8.lanewise(LSHL, 24));
    t =
        t.sub(LongVector.fromArray(SPECIES, d, at + 56))
            .sub(LongVector.fromArray(SPECIES, e, at + 56).lanewise(LSHL, 1));
    t.and(MASK).intoArray(r, at + 56);
    c = t.lanewise(ASHR, LIMB_BITS);
    c.sub(LongVector.fromArray(SPECIES, d, at + 64))
        .sub(LongVector.fromArray(SPECIES, e, at + 64).lanewise(LSHL, 1))
        .intoArray(r, at + 64);
  }

  private static void tripleHalved(long[] r, int ro, long[] a, int ao) {
    LongVector odd = LongVector.fromArray(SPECIES, a, ao).and(1);
    LongVector c = LongVector.zero(SPECIES);
    LongVector before = c;
    for (int at = 0; at < GROUP; at += WIDTH) {
      LongVector x = LongVector.fromArray(SPECIES, a, ao + at);
      LongVector t = x.add(x.lanewise(LSHL, 1)).add(c).add(odd.mul(P_LIMBS[at / WIDTH]));
      LongVector limb = at == GROUP - WIDTH ? t : t.and(MASK);
      c = t.lanewise(ASHR, LIMB_BITS);
      if (at > 0) {
        // The limb below takes this one's lowest bit as its highest.
        before
            .lanewise(ASHR, 1)
            .add(limb.and(1).lanewise(LSHL, LIMB_BITS - 1))
            .intoArray(r, ro + at - WIDTH);
      }
      before = limb;
    }
    before.lanewise(ASHR, 1).intoArray(r, ro + GROUP - WIDTH);
  }

  private static void subtractPOnce(long[] r, int ro) {
    long[] less = new long[GROUP];
    LongVector c = LongVector.zero(SPECIES);
    for (int at = 0; at < GROUP; at += WIDTH) {
      LongVector t = LongVector.fromArray(SPECIES, r, ro + at).sub(P_LIMBS[at / WIDTH]).add(c);
      (at == GROUP - WIDTH ? t : t.and(MASK)).intoArray(less, at);
      c = t.lanewise(ASHR, LIMB_BITS);
    }
    VectorMask<Long> below = LongVector.fromArray(SPECIES, less, GROUP - WIDTH).compare(LT, 0L);
    for (int at = 0; at < GROUP; at += WIDTH) {
      LongVector.fromArray(SPECIES, less, at)
          .blend(LongVector.fromArray(SPECIES, r, ro + at), below)
          .intoArray(r, ro + at);
    }
  }

  // ── Choices by lane, without branches ──

  /** A bit a lane of a group, lane 0 lowest: whether a canonical element is 0. */
  static long isZero(Lanes canonical, int group) {
    LongVector any = LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP);
    for (int at = WIDTH; at < GROUP; at += WIDTH) {
      any = any.or(LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP + at));
    }
    return any.compare(EQ, 0L).toLong();
  }

  /** A bit a lane of a group: whether a canonical element is odd. */
  static long isOdd(Lanes canonical, int group) {
    return LongVector.fromArray(SPECIES, canonical.limbs, group * GROUP)
        .and(1)
        .compare(NE, 0L)
        .toLong();
  }

  /** In one group, r = b in the lanes whose bit is set, else a. */
  static void choose(Lanes r, Lanes a, Lanes b, int group, long bits) {
    VectorMask<Long> mask = VectorMask.fromLong(SPECIES, bits);
    for (int at = group * GROUP; at < (group + 1) * GROUP; at += WIDTH) {
      LongVector.fromArray(SPECIES, a.limbs, at)
          .blend(LongVector.fromArray(SPECIES, b.limbs, at), mask)
          .intoArray(r.limbs, at);
    }
  }

  /** In one group, r = −a in the lanes whose bit is set, else a. */
  static void negateWhere(Lanes r, Lanes a, int group, long bits) {
    VectorMask<Long> mask = VectorMask.fromLong(SPECIES, bits);
    for (int at = group * GROUP; at < (group + 1) * GROUP; at += WIDTH) {
      LongVector x = LongVector.fromArray(SPECIES, a.limbs, at);
      x.blend(x.neg(), mask).intoArray(r.limbs, at);
    }
  }
}
