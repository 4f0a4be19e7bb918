package io.heji.crypto.mask;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.nio.ByteBuffer;

/**
 * The field of integers modulo p = 2^61 − 1. Elements are longs from 0 to p − 1; a lane on the wire
 * is 8 bytes big-endian.
 */
public final class Field61 {
  /** 2^61 − 1, a Mersenne prime. */
  public static final long P = (1L << 61) - 1;

  /** Bytes of a lane. */
  public static final int LANE_BYTES = Long.BYTES;

  private static final int BITS = 61;

  private Field61() {}

  /** Whether it is an element, 0 to p − 1. */
  public static boolean isElement(long value) {
    return value >= 0 && value < P;
  }

  public static long add(long a, long b) {
    // Safe: both are below 2^61, so the sum does not overflow.
    return reduceOnce(a + b);
  }

  public static long subtract(long a, long b) {
    return reduceOnce(a - b + P);
  }

  public static long multiply(long a, long b) {
    // a · b < 2^122: low 61 bits plus the rest, since 2^61 ≡ 1.
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    long folded = (low & P) + ((low >>> BITS) | (high << (Long.SIZE - BITS)));
    return reduceOnce((folded & P) + (folded >>> BITS));
  }

  /** A 16-byte big-endian number modulo p, given as its two halves. */
  static long reduce(long high, long low) {
    // 2^64 ≡ 2^3 and 2^61 ≡ 1.
    long highReduced = reduceOnce((high & P) + (high >>> BITS));
    long lowReduced = reduceOnce((low & P) + (low >>> BITS));
    return add(multiply(highReduced, 1L << (Long.SIZE - BITS)), lowReduced);
  }

  /** From 0 … 2p − 1 to 0 … p − 1, without a branch on the value. */
  private static long reduceOnce(long value) {
    long reduced = value - P;
    return reduced + (P & (reduced >> (Long.SIZE - 1)));
  }

  /** Lanes as they travel. */
  public static Bytes encode(long[] lanes) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(lanes.length, LANE_BYTES));
    for (long lane : lanes) {
      if (!isElement(lane)) {
        throw new IllegalArgumentException("bug: a lane outside the field");
      }
      buffer.putLong(lane);
    }
    return Bytes.copyOf(buffer.array());
  }

  /**
   * Reads lanes.
   *
   * @throws CryptoException unless the length is a multiple of {@value #LANE_BYTES} and every lane
   *     is below p: a lane plus p would give the right sum under another hash
   */
  public static long[] decode(Bytes encoded) throws CryptoException {
    if (encoded.size() % LANE_BYTES != 0) {
      throw new CryptoException();
    }
    ByteBuffer buffer = ByteBuffer.wrap(encoded.toByteArray());
    long[] lanes = new long[encoded.size() / LANE_BYTES];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = buffer.getLong();
      if (!isElement(lanes[i])) {
        throw new CryptoException();
      }
    }
    return lanes;
  }
}
