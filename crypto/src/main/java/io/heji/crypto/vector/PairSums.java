package io.heji.crypto.vector;

import java.util.Arrays;

/** Sums of two lists of public points, pair by pair, from bytes to bytes. */
final class PairSums {
  private static final byte[] IDENTITY = new byte[AffinePoints.BYTES];

  private PairSums() {}

  /** Zero bytes stand for the identity. */
  static void add(byte[] left, byte[] right, int from, int count, byte[] sums) {
    int groups = (count + Lanes.WIDTH - 1) / Lanes.WIDTH;
    AffineSums kernel = new AffineSums(groups);
    byte[] first = part(left, from, count);
    byte[] second = part(right, from, count);
    for (int i = 0; i < count; i++) {
      if (isIdentity(first, i) || isIdentity(second, i)) {
        // The formula has no place for the identity: it gets x = 0 and x = 1 to work on, which
        // disturb no other point of the lane. The sum is replaced below.
        copy(IDENTITY, 0, first, i);
        copy(IDENTITY, 0, second, i);
        second[i * AffinePoints.BYTES] = 1;
      }
    }
    kernel.left.read(first, 0, count);
    kernel.right.read(second, 0, count);
    kernel.add();
    for (int group = 0; group < groups; group++) {
      kernel.identity[group] = ~kernel.identity[group];
    }
    kernel.sum.write(sums, from, count, kernel.identity);
    for (int i = from; i < from + count; i++) {
      if (isIdentity(left, i)) {
        copy(right, i, sums, i);
      } else if (isIdentity(right, i)) {
        copy(left, i, sums, i);
      }
    }
  }

  private static byte[] part(byte[] points, int from, int count) {
    return Arrays.copyOfRange(
        points, from * AffinePoints.BYTES, (from + count) * AffinePoints.BYTES);
  }

  private static boolean isIdentity(byte[] points, int index) {
    int at = index * AffinePoints.BYTES;
    return Arrays.equals(points, at, at + AffinePoints.BYTES, IDENTITY, 0, AffinePoints.BYTES);
  }

  private static void copy(byte[] source, int index, byte[] target, int targetIndex) {
    System.arraycopy(
        source,
        index * AffinePoints.BYTES,
        target,
        targetIndex * AffinePoints.BYTES,
        AffinePoints.BYTES);
  }
}
