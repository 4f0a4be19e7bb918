package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.LIMB_BITS;
import static io.heji.crypto.vector.Lanes.MASK;
import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of {@link Field29}, one group at a time, row by row: add x_j·b to the nine columns t0 …
 * t8, clear t0 with m·p, move every column one down. After nine rows the columns are the product,
 * divided by R; then they are carried.
 *
 * <pre>
 *   columns      t8   t7   t6   t5   t4   t3   t2   t1   t0
 *   + x_j · b    b8   b7   b6   b5   b4   b3   b2   b1   b0
 *   + m · p     +24  −21  +18             +9            −0     m = t0 mod 2^29, shifted left by …
 * </pre>
 *
 * <p>The row loops are led by a table, {@link #NEXT_ROW}, so that the compiler takes them for loops
 * of unknown length and does not unroll them: unrolled, the doubling and addition of points do not
 * fit into the processor's cache of decoded instructions and took a third longer. The bodies are
 * straight lines without helper methods, since those would not be inlined here.
 */
final class RowProducts {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

  /** From where a row's limbs begin to where the next one's do; after the last, {@code GROUP}. */
  private static final int[] NEXT_ROW = nextRow();

  private RowProducts() {}

  private static int[] nextRow() {
    int[] next = new int[GROUP];
    for (int row = 0; row < GROUP; row += WIDTH) {
      next[row] = row + WIDTH;
    }
    return next;
  }

  /** r = a·b, each at its offset. */
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
    for (int row = 0; row < GROUP; row = NEXT_ROW[row]) {
      LongVector x = LongVector.fromArray(SPECIES, a, ao + row);
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

  /** r = a·b − d. */
  static void mulSub(long[] r, long[] a, long[] b, long[] d, int at) {
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
    for (int row = 0; row < GROUP; row = NEXT_ROW[row]) {
      LongVector x = LongVector.fromArray(SPECIES, a, at + row);
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
    t1 = t1.sub(LongVector.fromArray(SPECIES, d, at + 8)).add(t0.lanewise(ASHR, LIMB_BITS));
    t1.and(MASK).intoArray(r, at + 8);
    t2 = t2.sub(LongVector.fromArray(SPECIES, d, at + 16)).add(t1.lanewise(ASHR, LIMB_BITS));
    t2.and(MASK).intoArray(r, at + 16);
    t3 = t3.sub(LongVector.fromArray(SPECIES, d, at + 24)).add(t2.lanewise(ASHR, LIMB_BITS));
    t3.and(MASK).intoArray(r, at + 24);
    t4 = t4.sub(LongVector.fromArray(SPECIES, d, at + 32)).add(t3.lanewise(ASHR, LIMB_BITS));
    t4.and(MASK).intoArray(r, at + 32);
    t5 = t5.sub(LongVector.fromArray(SPECIES, d, at + 40)).add(t4.lanewise(ASHR, LIMB_BITS));
    t5.and(MASK).intoArray(r, at + 40);
    t6 = t6.sub(LongVector.fromArray(SPECIES, d, at + 48)).add(t5.lanewise(ASHR, LIMB_BITS));
    t6.and(MASK).intoArray(r, at + 48);
    t7 = t7.sub(LongVector.fromArray(SPECIES, d, at + 56)).add(t6.lanewise(ASHR, LIMB_BITS));
    t7.and(MASK).intoArray(r, at + 56);
    t7.lanewise(ASHR, LIMB_BITS)
        .sub(LongVector.fromArray(SPECIES, d, at + 64))
        .intoArray(r, at + 64);
  }

  /** r = (a − s)·b − d. */
  static void differenceMulSub(long[] r, long[] a, long[] s, long[] b, long[] d, int at) {
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
    for (int row = 0; row < GROUP; row = NEXT_ROW[row]) {
      LongVector x =
          LongVector.fromArray(SPECIES, a, at + row)
              .sub(LongVector.fromArray(SPECIES, s, at + row));
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
    t1 = t1.sub(LongVector.fromArray(SPECIES, d, at + 8)).add(t0.lanewise(ASHR, LIMB_BITS));
    t1.and(MASK).intoArray(r, at + 8);
    t2 = t2.sub(LongVector.fromArray(SPECIES, d, at + 16)).add(t1.lanewise(ASHR, LIMB_BITS));
    t2.and(MASK).intoArray(r, at + 16);
    t3 = t3.sub(LongVector.fromArray(SPECIES, d, at + 24)).add(t2.lanewise(ASHR, LIMB_BITS));
    t3.and(MASK).intoArray(r, at + 24);
    t4 = t4.sub(LongVector.fromArray(SPECIES, d, at + 32)).add(t3.lanewise(ASHR, LIMB_BITS));
    t4.and(MASK).intoArray(r, at + 32);
    t5 = t5.sub(LongVector.fromArray(SPECIES, d, at + 40)).add(t4.lanewise(ASHR, LIMB_BITS));
    t5.and(MASK).intoArray(r, at + 40);
    t6 = t6.sub(LongVector.fromArray(SPECIES, d, at + 48)).add(t5.lanewise(ASHR, LIMB_BITS));
    t6.and(MASK).intoArray(r, at + 48);
    t7 = t7.sub(LongVector.fromArray(SPECIES, d, at + 56)).add(t6.lanewise(ASHR, LIMB_BITS));
    t7.and(MASK).intoArray(r, at + 56);
    t7.lanewise(ASHR, LIMB_BITS)
        .sub(LongVector.fromArray(SPECIES, d, at + 64))
        .intoArray(r, at + 64);
  }

  /** r = 3/2 · (a − s)·(a + s). */
  static void tripleHalfProduct(long[] r, long[] a, long[] s, int at) {
    LongVector b0 = LongVector.fromArray(SPECIES, a, at).add(LongVector.fromArray(SPECIES, s, at));
    LongVector b1 =
        LongVector.fromArray(SPECIES, a, at + 8).add(LongVector.fromArray(SPECIES, s, at + 8));
    LongVector b2 =
        LongVector.fromArray(SPECIES, a, at + 16).add(LongVector.fromArray(SPECIES, s, at + 16));
    LongVector b3 =
        LongVector.fromArray(SPECIES, a, at + 24).add(LongVector.fromArray(SPECIES, s, at + 24));
    LongVector b4 =
        LongVector.fromArray(SPECIES, a, at + 32).add(LongVector.fromArray(SPECIES, s, at + 32));
    LongVector b5 =
        LongVector.fromArray(SPECIES, a, at + 40).add(LongVector.fromArray(SPECIES, s, at + 40));
    LongVector b6 =
        LongVector.fromArray(SPECIES, a, at + 48).add(LongVector.fromArray(SPECIES, s, at + 48));
    LongVector b7 =
        LongVector.fromArray(SPECIES, a, at + 56).add(LongVector.fromArray(SPECIES, s, at + 56));
    LongVector b8 =
        LongVector.fromArray(SPECIES, a, at + 64).add(LongVector.fromArray(SPECIES, s, at + 64));
    LongVector t0 = LongVector.zero(SPECIES);
    LongVector t1 = t0;
    LongVector t2 = t0;
    LongVector t3 = t0;
    LongVector t4 = t0;
    LongVector t5 = t0;
    LongVector t6 = t0;
    LongVector t7 = t0;
    for (int row = 0; row < GROUP; row = NEXT_ROW[row]) {
      LongVector x =
          LongVector.fromArray(SPECIES, a, at + row)
              .sub(LongVector.fromArray(SPECIES, s, at + row));
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
    // Not carried yet: columns are below 2^62.2, halved and tripled below 2^63. The lowest tells
    // whether the number is odd, since what the others stand for is even. Where it is, p is added:
    // the same four shifts as for m, and −1, which is the bit that halving the lowest drops.
    LongVector odd = t0.and(1);
    t3 = t3.add(odd.lanewise(LSHL, 9));
    t6 = t6.add(odd.lanewise(LSHL, 18));
    t7 = t7.sub(odd.lanewise(LSHL, 21));
    // Halved: each limb takes the next one's lowest bit as 2^28.
    t0 = t0.lanewise(ASHR, 1).add(t1.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t1 = t1.lanewise(ASHR, 1).add(t2.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t2 = t2.lanewise(ASHR, 1).add(t3.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t3 = t3.lanewise(ASHR, 1).add(t4.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t4 = t4.lanewise(ASHR, 1).add(t5.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t5 = t5.lanewise(ASHR, 1).add(t6.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t6 = t6.lanewise(ASHR, 1).add(t7.and(1).lanewise(LSHL, LIMB_BITS - 1));
    t7 = t7.lanewise(ASHR, 1);
    LongVector t8 = odd.lanewise(LSHL, 24 - 1);
    // Tripled and carried.
    t0 = t0.add(t0.lanewise(LSHL, 1));
    t0.and(MASK).intoArray(r, at);
    t1 = t1.add(t1.lanewise(LSHL, 1)).add(t0.lanewise(ASHR, LIMB_BITS));
    t1.and(MASK).intoArray(r, at + 8);
    t2 = t2.add(t2.lanewise(LSHL, 1)).add(t1.lanewise(ASHR, LIMB_BITS));
    t2.and(MASK).intoArray(r, at + 16);
    t3 = t3.add(t3.lanewise(LSHL, 1)).add(t2.lanewise(ASHR, LIMB_BITS));
    t3.and(MASK).intoArray(r, at + 24);
    t4 = t4.add(t4.lanewise(LSHL, 1)).add(t3.lanewise(ASHR, LIMB_BITS));
    t4.and(MASK).intoArray(r, at + 32);
    t5 = t5.add(t5.lanewise(LSHL, 1)).add(t4.lanewise(ASHR, LIMB_BITS));
    t5.and(MASK).intoArray(r, at + 40);
    t6 = t6.add(t6.lanewise(LSHL, 1)).add(t5.lanewise(ASHR, LIMB_BITS));
    t6.and(MASK).intoArray(r, at + 48);
    t7 = t7.add(t7.lanewise(LSHL, 1)).add(t6.lanewise(ASHR, LIMB_BITS));
    t7.and(MASK).intoArray(r, at + 56);
    t8 = t8.add(t8.lanewise(LSHL, 1)).add(t7.lanewise(ASHR, LIMB_BITS));
    t8.intoArray(r, at + 64);
  }
}
