package io.heji.crypto.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Field elements, eight a group. A group is {@value #GROUP} longs: limb 0 of all eight, limb 1 of
 * all eight, … limb 8. A limb is {@value #LIMB_BITS} bits, the last one takes what is left and the
 * sign.
 */
final class Lanes {
  /** Elements side by side. */
  static final int WIDTH = 8;

  static final int LIMBS = 9;
  static final int LIMB_BITS = 29;

  /** The bits of a limb. */
  static final long MASK = (1L << LIMB_BITS) - 1;

  /** Longs of a group. */
  static final int GROUP = LIMBS * WIDTH;

  private static final int BYTES = 32;
  private static final int WORDS = BYTES / Long.BYTES;
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  final long[] limbs;

  private Lanes(long[] limbs) {
    this.limbs = limbs;
  }

  static Lanes ofGroups(int groups) {
    return new Lanes(new long[groups * GROUP]);
  }

  /** The same number in every lane of every group. */
  static Lanes constant(int groups, BigInteger number) {
    Lanes lanes = ofGroups(groups);
    for (int limb = 0; limb < LIMBS; limb++) {
      long value = number.shiftRight(limb * LIMB_BITS).longValue() & MASK;
      for (int at = limb * WIDTH; at < lanes.limbs.length; at += GROUP) {
        Arrays.fill(lanes.limbs, at, at + WIDTH, value);
      }
    }
    return lanes;
  }

  int groups() {
    return limbs.length / GROUP;
  }

  /** How many elements there is room for. */
  int size() {
    return groups() * WIDTH;
  }

  /** Where limb 0 of an element is; its other limbs follow every {@value #WIDTH} longs. */
  static int index(int element) {
    return element / WIDTH * GROUP + element % WIDTH;
  }

  /** Copies whole groups. */
  void copyFrom(Lanes other, int otherGroup, int ownGroup, int groups) {
    System.arraycopy(other.limbs, otherGroup * GROUP, limbs, ownGroup * GROUP, groups * GROUP);
  }

  void copyFrom(Lanes other) {
    System.arraycopy(other.limbs, 0, limbs, 0, limbs.length);
  }

  /** Forgets what may be secret. */
  void wipe() {
    Arrays.fill(limbs, 0);
  }

  /** Reads 32 bytes, big-endian. */
  void read(int element, byte[] bytes, int offset) {
    put(element, words(bytes, offset, WORDS));
  }

  /** Words of 64 bits, the least significant first. */
  static long[] words(byte[] bytes, int offset, int count) {
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = (long) BIG_ENDIAN.get(bytes, offset + (count - 1 - i) * Long.BYTES);
    }
    return words;
  }

  /** Puts up to 261 bits, words of 64 with the least significant first. */
  void put(int element, long[] words) {
    int at = index(element);
    for (int limb = 0; limb < LIMBS; limb++) {
      limbs[at + limb * WIDTH] = bits(words, limb * LIMB_BITS);
    }
  }

  /** {@value #LIMB_BITS} bits from a position on; zeros beyond the end. */
  static long bits(long[] words, int from) {
    int word = from / Long.SIZE;
    int shift = from % Long.SIZE;
    if (word >= words.length) {
      return 0;
    }
    long value = words[word] >>> shift;
    if (shift > Long.SIZE - LIMB_BITS && word + 1 < words.length) {
      value |= words[word + 1] << (Long.SIZE - shift);
    }
    return value & MASK;
  }

  /** Writes 32 bytes, big-endian; the element is canonical, from 0 to p − 1. */
  void write(int element, byte[] bytes, int offset) {
    int at = index(element);
    long[] words = new long[WORDS];
    for (int limb = 0; limb < LIMBS; limb++) {
      long value = limbs[at + limb * WIDTH];
      int from = limb * LIMB_BITS;
      int word = from / Long.SIZE;
      int shift = from % Long.SIZE;
      words[word] |= value << shift;
      if (shift > Long.SIZE - LIMB_BITS && word + 1 < WORDS) {
        words[word + 1] |= value >>> (Long.SIZE - shift);
      }
    }
    for (int i = 0; i < WORDS; i++) {
      BIG_ENDIAN.set(bytes, offset + (WORDS - 1 - i) * Long.BYTES, words[i]);
    }
    Arrays.fill(words, 0);
  }
}
