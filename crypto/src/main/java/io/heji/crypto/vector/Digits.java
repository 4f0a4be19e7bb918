package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.LongVector;

/**
 * Scalars as signed odd digits. An odd k below 2^256 is Σ d_i·32^i for i = 0 … 51 with each d_i odd
 * from −31 to 31: d_i = 2·b_i + 1 − 32 for b_i the five bits of k from bit 5i + 1 on, and d_51 = 1.
 * For then Σ_{i ≤ j} is k's lower 5j + 6 bits less 32^(j+1), which the next digit's odd one makes
 * good. No digit is 0, so every step of the chain is the same. Example: 99 = 1100011 in binary has
 * b_0 = 10001 = 17 and b_1 = 00001 = 1, so 99 = 3 + (−29)·32 + 1·32^2 if there were two digits
 * below the first.
 *
 * <p>An even k is replaced by n − k, which is odd, and the product is negated. All without branches
 * on k.
 */
final class Digits {
  /** Digits below the first one, which is 1. */
  static final int COUNT = 51;

  static final int BITS = 5;

  private static final int SCALAR_BYTES = 32;
  private static final int WORDS = 4;
  private static final int SIGN = 1 << (BITS - 1);
  private static final long[] ORDER = words(Curve.ORDER.toByteArray(), 1);

  /** The five bits b_i of each digit: by group, then digit, then lane. */
  private final long[] bits;

  /** A bit a lane, a long for each group: whether the product is to be negated. */
  private final long[] negated;

  Digits(int groups) {
    this.bits = new long[groups * COUNT * WIDTH];
    this.negated = new long[groups];
  }

  private static long[] words(byte[] bytes, int offset) {
    return Lanes.words(bytes, offset, WORDS);
  }

  /**
   * Takes scalars of 32 bytes, big-endian, from 1 to n − 1.
   *
   * @param step bytes from one scalar to the next: 32, or 0 for one scalar for all
   */
  void read(byte[] scalars, int from, int step, int count) {
    wipe();
    for (int i = 0; i < negated.length * WIDTH; i++) {
      put(i, words(scalars, from + Math.min(i, count - 1) * step));
    }
  }

  /** A bit a lane: whether the product is to be negated. */
  long negated(int group) {
    return negated[group];
  }

  static int scalarBytes() {
    return SCALAR_BYTES;
  }

  private static int at(int group, int digit) {
    return (group * COUNT + digit) * WIDTH;
  }

  /** −1 in the lanes whose digit is negative, 0 elsewhere: 0 … 15 are the digits −31 … −1. */
  LongVector negative(int group, int digit) {
    return bits(group, digit).lanewise(LSHR, BITS - 1).sub(1);
  }

  /** Which odd multiple each lane wants, (|d| − 1) / 2: 16 … 31 are the digits 1 … 31. */
  LongVector index(int group, int digit) {
    return bits(group, digit).lanewise(XOR, negative(group, digit)).and(SIGN - 1);
  }

  private LongVector bits(int group, int digit) {
    return LongVector.fromArray(LongVector.SPECIES_512, bits, at(group, digit));
  }

  private void put(int element, long[] scalar) {
    int group = element / WIDTH;
    int lane = element % WIDTH;
    long even = ~scalar[0] & 1;
    negated[group] |= even << lane;
    subtractFromOrderIf(even, scalar);
    for (int i = 0; i < COUNT; i++) {
      bits[at(group, i) + lane] = Lanes.bits(scalar, BITS * i + 1) & ((1 << BITS) - 1);
    }
    Arrays.fill(scalar, 0);
  }

  /** k = n − k if the flag is 1, and k if it is 0. */
  private static void subtractFromOrderIf(long flag, long[] k) {
    long borrow = 0;
    for (int i = 0; i < WORDS; i++) {
      long less = ORDER[i] - k[i];
      long difference = less - borrow;
      // The bit that is borrowed by ORDER[i] − k[i] − borrow, by Hacker's Delight 2-16.
      borrow = ((~ORDER[i] & k[i]) | (~(ORDER[i] ^ k[i]) & difference)) >>> (Long.SIZE - 1);
      k[i] ^= -flag & (k[i] ^ difference);
    }
  }

  void wipe() {
    Arrays.fill(bits, 0);
    Arrays.fill(negated, 0);
  }
}
