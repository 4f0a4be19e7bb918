package io.heji.crypto.vector;

import java.math.BigInteger;

/**
 * P-256 in bulk, from bytes to bytes. A point is 64 bytes, x and y of 32 bytes each, big-endian, on
 * the curve and not the identity; a scalar is 32 bytes, big-endian, from 1 to n − 1. Thread-safe:
 * nothing is shared between calls. Memory is bounded, since long lists are taken in chunks.
 *
 * <p>64 zero bytes in a result mean that this point could not be computed here: see each method.
 */
public final class BulkP256 {
  public static final int POINT_BYTES = AffinePoints.BYTES;

  /** Groups that share an inversion; their tables are to stay in the second cache. */
  private static final int CHUNK_GROUPS = 32;

  static final int CHUNK = CHUNK_GROUPS * Lanes.WIDTH;

  /**
   * Groups hashed together, so that one's latency is another's work; a multiple of the windows'.
   */
  private static final int BLOCK = 2 * SignedWindows.BLOCK;

  /**
   * {@code scalars[i] · points[i]}, in time that does not depend on the scalars. Never zero bytes.
   */
  public byte[] multiplyEach(byte[] points, byte[] scalars) {
    return multiply(points, scalars, Digits.scalarBytes());
  }

  /** {@code scalar · points[i]}, in time that does not depend on the scalar. Never zero bytes. */
  public byte[] multiplyAll(byte[] points, byte[] scalar) {
    return multiply(points, scalar, 0);
  }

  private static byte[] multiply(byte[] points, byte[] scalars, int step) {
    int total = points.length / POINT_BYTES;
    byte[] products = new byte[points.length];
    for (int from = 0; from < total; from += CHUNK) {
      int count = Math.min(CHUNK, total - from);
      int groups = groups(count);
      Digits digits = Digits.of(groups, scalars, from * step, step, count);
      AffinePoints chunk = AffinePoints.read(groups, points, from, count);
      SignedWindows.multiply(chunk, digits).write(products, from, count);
      digits.wipe();
    }
    return products;
  }

  /** Groups for so many elements, in whole blocks. */
  static int groups(int count) {
    int groups = (count + Lanes.WIDTH - 1) / Lanes.WIDTH;
    return (groups + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * P256_XMD:SHA-256_SSWU_RO_ of RFC 9380 section 8.2. Zero bytes where the two mapped points have
   * the same x, which nobody knows how to bring about.
   */
  public byte[] hashToCurve(byte[][] messages, byte[] domainSeparationTag) {
    byte[] points = new byte[messages.length * POINT_BYTES];
    HashToField hash = new HashToField(domainSeparationTag);
    SimplifiedSwu swu = new SimplifiedSwu(BLOCK);
    Jacobian first = new Jacobian(BLOCK);
    Jacobian second = new Jacobian(BLOCK);
    Lanes u0 = Lanes.ofGroups(BLOCK);
    Lanes u1 = Lanes.ofGroups(BLOCK);
    for (int from = 0; from < messages.length; from += CHUNK) {
      int count = Math.min(CHUNK, messages.length - from);
      int groups = groups(count);
      Jacobian sums = new Jacobian(groups);
      for (int group = 0; group < groups; group += BLOCK) {
        int begin = group * Lanes.WIDTH;
        hash.hash(messages, from + begin, Math.min(count - begin, u0.size()), u0, u1);
        swu.map(u0, first);
        swu.map(u1, second);
        first.add(second);
        sums.x.copyFrom(first.x, 0, group, BLOCK);
        sums.y.copyFrom(first.y, 0, group, BLOCK);
        sums.z.copyFrom(first.z, 0, group, BLOCK);
      }
      AffinePoints.of(sums.x, sums.y, sums.z).write(points, from, count);
    }
    return points;
  }

  /**
   * Reads compressed points of 33 bytes (SEC 1 section 2.3.4), which are public. Zero bytes for
   * what is none: another prefix than 2 or 3, x not below p, no point with this x.
   */
  public byte[] decompress(byte[] compressed) {
    int total = compressed.length / Decompression.BYTES;
    byte[] points = new byte[total * POINT_BYTES];
    for (int from = 0; from < total; from += CHUNK) {
      int count = Math.min(CHUNK, total - from);
      Decompression.decompress(compressed, points, from, count, groups(count));
    }
    return points;
  }

  /**
   * {@code a[i] + b[i]} on public data. Zero bytes where both have the same x: the sum is the
   * identity or twice the point.
   */
  public byte[] sums(byte[] a, byte[] b) {
    int total = a.length / POINT_BYTES;
    byte[] sums = new byte[a.length];
    for (int from = 0; from < total; from += CHUNK) {
      int count = Math.min(CHUNK, total - from);
      int groups = groups(count);
      AffinePoints left = AffinePoints.read(groups, a, from, count);
      AffinePoints right = AffinePoints.read(groups, b, from, count);
      Jacobian sum = new Jacobian(groups);
      sum.x.copyFrom(left.x);
      sum.y.copyFrom(left.y);
      sum.z.copyFrom(Field29.constant(groups, BigInteger.ONE));
      sum.add(right.x, right.y);
      AffinePoints.of(sum.x, sum.y, sum.z).write(sums, from, count);
    }
    return sums;
  }

  /**
   * Σ scalars[i]·points[i] on public data, scalars from 0 to 2^256 − 1, as 32 points S_w whose Σ
   * 256^w·S_w it is once {@link #bucketOffsets()} are taken from each. Zero bytes in a point where
   * the method met an exceptional case, such as a point twice in the list.
   */
  public byte[] bucketSums(byte[] points, byte[] scalars) {
    return BucketSums.of(points, scalars);
  }

  /** Two points: each S_w is too large by 255 times the first and once the second. */
  public byte[] bucketOffsets() {
    return BucketSums.OFFSETS.clone();
  }
}
