package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.WIDTH;

import java.util.Arrays;

/**
 * Scalars as signed odd digits. An odd k below 2^256 is Σ d_i·32^i for i = 0 … 51 with each d_i odd
 * from −31 to 31: d_i = 2·b_i + 1 − 32 for b_i the five bits of k from bit 5i + 1 on, and d_51 = 1.
 * For then Σ_{i ≤ j} is k's lower 5j + 6 bits less 32^(j+1), which the next digit's odd one makes
 * good. No digit is 0, so every step of the chain is the same.
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

  /** Place of a digit: digit, then lane. Which odd multiple: (|d| − 1) / 2. */
  final long[] index;

  /** A bit a lane, a long for each group and digit: whether the digit is negative. */
  final long[] negative;

  /** A bit a lane, a long for each group: whether the product is to be negated. */
  final long[] negated;

  private Digits(int groups) {
    this.index = new long[groups * COUNT * WIDTH];
    this.negative = new long[groups * COUNT];
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
  static Digits of(int groups, byte[] scalars, int from, int step, int count) {
    Digits digits = new Digits(groups);
    for (int i = 0; i < groups * WIDTH; i++) {
      digits.put(i, words(scalars, from + Math.min(i, count - 1) * step));
    }
    return digits;
  }

  static int scalarBytes() {
    return SCALAR_BYTES;
  }

  /** Where a group's digit is in {@link #index}. */
  static int at(int group, int digit) {
    return (group * COUNT + digit) * WIDTH;
  }

  private void put(int element, long[] scalar) {
    int group = element / WIDTH;
    int lane = element % WIDTH;
    long even = ~scalar[0] & 1;
    negated[group] |= even << lane;
    subtractFromOrderIf(even, scalar);
    for (int i = 0; i < COUNT; i++) {
      long bits = Lanes.bits(scalar, BITS * i + 1) & ((1 << BITS) - 1);
      long positive = bits / SIGN;
      // 16 … 31 are the digits 1 … 31, 15 … 0 are −1 … −31.
      index[at(group, i) + lane] = (bits ^ (positive - 1)) & (SIGN - 1);
      negative[group * COUNT + i] |= (1 - positive) << lane;
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
    Arrays.fill(index, 0);
    Arrays.fill(negative, 0);
    Arrays.fill(negated, 0);
  }
}
