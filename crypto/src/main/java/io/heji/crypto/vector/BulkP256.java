package io.heji.crypto.vector;

import jdk.incubator.vector.LongVector;

/**
 * P-256 in bulk, from bytes to bytes. A point is 64 bytes, x and y of 32 bytes each, big-endian, on
 * the curve and not the identity; a scalar is 32 bytes, big-endian, from 1 to n − 1. Thread-safe:
 * nothing is shared between calls. Memory is bounded, since long lists are taken in chunks.
 *
 * <p>64 zero bytes in a result mean that this point could not be computed here: see each method.
 */
public final class BulkP256 {
  public static final int POINT_BYTES = AffinePoints.BYTES;

  /**
   * Whether this processor has vectors of 512 bits and this JVM the compiler that knows them (C2).
   * Without, it is right and very slow.
   */
  public static boolean isFast() {
    String compilers = System.getProperty("java.vm.info", "");
    return LongVector.SPECIES_PREFERRED.length() >= Lanes.WIDTH
        && compilers.contains("mixed mode")
        && !compilers.contains("emulated-client");
  }

  /** Groups that share an inversion; their tables are to stay in the second cache. */
  private static final int CHUNK_GROUPS = 32;

  private static final int CHUNK = CHUNK_GROUPS * Lanes.WIDTH;

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
    int total = count(points, POINT_BYTES);
    requireSame(step == 0 ? 1 : total, count(scalars, Digits.scalarBytes()));
    byte[] products = new byte[points.length];
    SignedWindows windows = new SignedWindows(chunkGroups(total, SignedWindows.BLOCK));
    for (int from = 0; from < total; from += windows.size()) {
      int count = Math.min(windows.size(), total - from);
      windows.multiply(points, scalars, step, from, count, products);
    }
    windows.wipe();
    return products;
  }

  /** Groups of each of the fewest chunks of the same size that hold so many elements. */
  private static int chunkGroups(int total, int block) {
    int chunks = Math.max(1, (total + CHUNK - 1) / CHUNK);
    int groups = (total + chunks * Lanes.WIDTH - 1) / (chunks * Lanes.WIDTH);
    return Math.max(1, (groups + block - 1) / block) * block;
  }

  /**
   * P256_XMD:SHA-256_SSWU_RO_ of RFC 9380 section 8.2. Zero bytes where the two mapped points have
   * the same x, which nobody knows how to bring about.
   */
  public byte[] hashToCurve(byte[][] messages, byte[] domainSeparationTag) {
    byte[] points = new byte[messages.length * POINT_BYTES];
    HashToCurve hash =
        new HashToCurve(chunkGroups(messages.length, BLOCK), BLOCK, domainSeparationTag);
    for (int from = 0; from < messages.length; from += hash.size()) {
      hash.hash(messages, from, Math.min(hash.size(), messages.length - from), points);
    }
    hash.wipe();
    return points;
  }

  /**
   * The points of compressed encodings, 33 bytes each (SEC 1 section 2.3.4). Zero bytes where an
   * encoding is not that of a point or not the only one: another first byte than 2 or 3, x not
   * below p, no point with that x. For public encodings.
   */
  public byte[] decompress(byte[] compressed) {
    int total = count(compressed, Decompression.BYTES);
    byte[] points = new byte[total * POINT_BYTES];
    Decompression decompression = new Decompression(BLOCK);
    for (int from = 0; from < total; from += decompression.size()) {
      int count = Math.min(decompression.size(), total - from);
      decompression.decompress(compressed, from, count, points);
    }
    return points;
  }

  /**
   * {@code left[i] + right[i]}. Zero bytes stand for the identity, in what is given as in what is
   * returned. For public points.
   */
  public byte[] sums(byte[] left, byte[] right) {
    int total = count(left, POINT_BYTES);
    requireSame(total, count(right, POINT_BYTES));
    byte[] sums = new byte[left.length];
    for (int from = 0; from < total; from += CHUNK) {
      PairSums.add(left, right, from, Math.min(CHUNK, total - from), sums);
    }
    return sums;
  }

  /**
   * Σ {@code scalars[i] · points[i]}, for public points and scalars; here scalars may be 0 and
   * points may repeat or be each other's inverse. Zero bytes for the identity.
   */
  public byte[] linearCombination(byte[] points, byte[] scalars) {
    requireSame(count(points, POINT_BYTES), count(scalars, Digits.scalarBytes()));
    return BucketSums.linearCombination(points, scalars);
  }

  private static int count(byte[] list, int elementBytes) {
    if (list.length % elementBytes != 0) {
      throw new IllegalArgumentException(
          list.length + " bytes are no list of " + elementBytes + " bytes each");
    }
    return list.length / elementBytes;
  }

  private static void requireSame(int expected, int got) {
    if (expected != got) {
      throw new IllegalArgumentException("lists of " + expected + " and " + got);
    }
  }
}
