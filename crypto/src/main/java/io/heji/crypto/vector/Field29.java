package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.LIMB_BITS;
import static io.heji.crypto.vector.Lanes.MASK;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.math.BigInteger;
import jdk.incubator.vector.LongVector;
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
      RowProducts.mul(r.limbs, at, a.limbs, at, b.limbs, at);
    }
  }

  /** r = a·c for one group c of constants. */
  static void mulByConstant(Lanes r, Lanes a, Lanes c) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      RowProducts.mul(r.limbs, at, a.limbs, at, c.limbs, 0);
    }
  }

  /** r = a². */
  static void square(Lanes r, Lanes a) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      ColumnSquares.square(r.limbs, at, a.limbs, at);
    }
  }

  /** r = a·b − d, carried. */
  static void mulSub(Lanes r, Lanes a, Lanes b, Lanes d) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      RowProducts.mulSub(r.limbs, a.limbs, b.limbs, d.limbs, at);
    }
  }

  /** r = (a − s)·b − d, carried: limbs of a − s and b as for a product. */
  static void differenceMulSub(Lanes r, Lanes a, Lanes s, Lanes b, Lanes d) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      RowProducts.differenceMulSub(r.limbs, a.limbs, s.limbs, b.limbs, d.limbs, at);
    }
  }

  /**
   * r = 3/2 · (a − s)·(a + s), carried; a and s carried. Where the product is odd, p is added
   * before it is halved. For a product of value v: up to 1.5·v + 1.5.
   */
  static void tripleHalfProduct(Lanes r, Lanes a, Lanes s) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      RowProducts.tripleHalfProduct(r.limbs, a.limbs, s.limbs, at);
    }
  }

  /** r = a² − d − 2e, carried. */
  static void squareSub(Lanes r, Lanes a, Lanes d, Lanes e) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      ColumnSquares.squareSub(r.limbs, a.limbs, d.limbs, e.limbs, at);
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
   * r = a out of Montgomery form, canonical: from 0 to p − 1. Limbs of a up to 2, value below 32.
   */
  static void canonical(Lanes r, Lanes a) {
    for (int at = 0; at < r.limbs.length; at += GROUP) {
      RowProducts.mul(r.limbs, at, a.limbs, at, Constants.ONE_PLAIN.limbs, 0);
      // From 0 to p: a/R lies between −1 and 1 and the reduction adds less than p.
      subtractPOnce(r.limbs, at);
    }
  }

  private static final class Constants {
    /** 1 not in Montgomery form: multiplying by it takes a number out of that form. */
    static final Lanes ONE_PLAIN = Lanes.constant(1, BigInteger.ONE);

    private Constants() {}
  }

  private static void subtractPOnce(long[] r, int ro) {
    long[] less = new long[GROUP];
    LongVector c = LongVector.zero(SPECIES);
    for (int at = 0; at < GROUP; at += WIDTH) {
      LongVector t = LongVector.fromArray(SPECIES, r, ro + at).sub(P_LIMBS[at / WIDTH]).add(c);
      (at == GROUP - WIDTH ? t : t.and(MASK)).intoArray(less, at);
      c = t.lanewise(ASHR, LIMB_BITS);
    }
    // −1 where that was too much, which the last limb's sign tells.
    LongVector below =
        LongVector.fromArray(SPECIES, less, GROUP - WIDTH).lanewise(ASHR, Long.SIZE - 1);
    for (int at = 0; at < GROUP; at += WIDTH) {
      LongVector x = LongVector.fromArray(SPECIES, less, at);
      LongVector y = LongVector.fromArray(SPECIES, r, ro + at);
      x.lanewise(XOR, x.lanewise(XOR, y).and(below)).intoArray(r, ro + at);
    }
  }
}
