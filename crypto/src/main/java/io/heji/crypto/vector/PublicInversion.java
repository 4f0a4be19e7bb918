package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;

import org.bouncycastle.math.raw.Mod;

/**
 * Inverts many <b>public</b> elements with one inversion for all of them, lanes included, in a time
 * that depends on them. {@link FieldPower#invertAll} is the one for secrets.
 *
 * <p>Products of all before, the inverse of the last, and back (Montgomery's trick); between them
 * the eight lanes of the last product are multiplied with each other in three steps, each by the
 * lanes four, two and one further on.
 */
final class PublicInversion {
  private static final int WORDS = 4;
  private static final int INTS = 2 * WORDS;
  private static final int[] P = ints(Lanes.words(Field29.P.toByteArray(), 1, WORDS));

  private final Lanes last = Lanes.ofGroups(1);
  private final Lanes byFour = Lanes.ofGroups(1);
  private final Lanes byTwo = Lanes.ofGroups(1);
  private final Lanes byOne = Lanes.ofGroups(1);
  private final Lanes inverse = Lanes.ofGroups(1);
  private final Lanes t = Lanes.ofGroups(1);
  private final byte[] bytes = new byte[Long.BYTES * WORDS];

  /**
   * Inverts every element; limbs of a up to 3.
   *
   * @param r not a
   * @return whether that could be done: not if any element is 0
   */
  boolean invertAll(Lanes r, Lanes a) {
    int groups = a.groups();
    // r[g] = a[0] · … · a[g]
    RowProducts.mul(r.limbs, 0, a.limbs, 0, Curve.ONE.limbs, 0);
    for (int g = 1; g < groups; g++) {
      RowProducts.mul(r.limbs, g * GROUP, r.limbs, (g - 1) * GROUP, a.limbs, g * GROUP);
    }
    last.copyFrom(r, groups - 1, 0, 1);
    if (!invertLast()) {
      return false;
    }
    for (int g = groups - 1; g > 0; g--) {
      RowProducts.mul(r.limbs, g * GROUP, inverse.limbs, 0, r.limbs, (g - 1) * GROUP);
      RowProducts.mul(inverse.limbs, 0, inverse.limbs, 0, a.limbs, g * GROUP);
    }
    r.copyFrom(inverse, 0, 0, 1);
    return true;
  }

  /** inverse = 1 / last in each lane. */
  private boolean invertLast() {
    multiplyByLanesFurther(byFour, last, last, 4);
    multiplyByLanesFurther(byTwo, byFour, byFour, 2);
    multiplyByLanesFurther(byOne, byTwo, byTwo, 1);
    // Now each lane of byOne is the product of all.
    Field29.canonical(t, byOne);
    t.write(0, bytes, 0);
    int[] inverted = new int[INTS];
    int[] product = ints(Lanes.words(bytes, 0, WORDS));
    // False for 0, the only number that is not coprime to p.
    if (!Mod.modOddInverseVar(P, product, inverted)) {
      return false;
    }
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      inverse.put(lane, longs(inverted));
    }
    Field29.mulByConstant(inverse, inverse, Curve.INTO_MONTGOMERY);
    multiplyByLanesFurther(inverse, inverse, byTwo, 1);
    multiplyByLanesFurther(inverse, inverse, byFour, 2);
    multiplyByLanesFurther(inverse, inverse, last, 4);
    return true;
  }

  /** r = a · b with b's lanes moved down by so many, those at the bottom to the top. */
  private void multiplyByLanesFurther(Lanes r, Lanes a, Lanes b, int distance) {
    for (int limb = 0; limb < GROUP; limb += Lanes.WIDTH) {
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        t.limbs[limb + lane] = b.limbs[limb + (lane + distance) % Lanes.WIDTH];
      }
    }
    Field29.mul(r, a, t);
  }

  private static int[] ints(long[] words) {
    int[] ints = new int[INTS];
    for (int i = 0; i < INTS; i++) {
      ints[i] = (int) (words[i / 2] >>> (Integer.SIZE * (i % 2)));
    }
    return ints;
  }

  private static long[] longs(int[] ints) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = Integer.toUnsignedLong(ints[2 * i]) | (long) ints[2 * i + 1] << Integer.SIZE;
    }
    return words;
  }
}
