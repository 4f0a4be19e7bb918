package io.heji.crypto.vector;

import static io.heji.crypto.vector.Lanes.GROUP;
import static io.heji.crypto.vector.Lanes.LIMBS;
import static io.heji.crypto.vector.Lanes.WIDTH;

import java.nio.charset.StandardCharsets;

/**
 * Σ k_i·P_i on public data, by Pippenger's method with the bytes of the scalars as digits: each
 * lane is one of the 32 byte positions and has 255 buckets; a point is added to the bucket of each
 * of its scalar's bytes, and Σ d·bucket_d follows by two running sums. What remains, Σ 256^w·S_w,
 * is 32 points.
 *
 * <p>The running sums start at fixed points of which nobody knows a relation to others, so that
 * they are neither empty nor equal in all lanes at the start; the multiple of them that is too much
 * is {@link #OFFSETS}, for the caller to take away. Where an addition meets its exceptional case
 * all the same (a point twice in a list is enough), Z becomes 0, stays 0, and is found at the end.
 */
final class BucketSums {
  /** Digits of a scalar, bytes. */
  static final int WINDOWS = 32;

  /** How much too much is in each S_w: so many times the one, and once the other. */
  static final int RUNNING_TIMES = 255;

  private static final int GROUPS = WINDOWS / WIDTH;
  private static final int POINT = AffinePoints.BYTES;

  /** Starts of the two running sums, as bytes. */
  static final byte[] OFFSETS =
      new BulkP256()
          .hashToCurve(
              new byte[][] {ascii("running sum"), ascii("sum of sums")},
              ascii("heji-bucket-sums-with-P256_XMD:SHA-256_SSWU_RO_"));

  private final Jacobian[] buckets = new Jacobian[RUNNING_TIMES + 1];
  private final boolean[][] filled = new boolean[RUNNING_TIMES + 1][WINDOWS];
  private final Jacobian sum = new Jacobian(GROUPS);
  private final Lanes addX = Lanes.ofGroups(GROUPS);
  private final Lanes addY = Lanes.ofGroups(GROUPS);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The 32 sums S_w, w = 0 for the lowest byte, as points of 64 bytes; zero bytes where an
   * exceptional case was met.
   */
  static byte[] of(byte[] points, byte[] scalars) {
    BucketSums sums = new BucketSums();
    int count = points.length / POINT;
    for (int from = 0; from < count; from += BulkP256.CHUNK) {
      int some = Math.min(BulkP256.CHUNK, count - from);
      AffinePoints chunk = AffinePoints.read(BulkP256.groups(some), points, from, some);
      for (int i = 0; i < some; i++) {
        sums.add(chunk, i, scalars, (from + i) * WINDOWS);
      }
    }
    return sums.reduce();
  }

  /** Adds one point to the buckets of its scalar's bytes, all windows side by side. */
  private void add(AffinePoints points, int element, byte[] scalars, int scalar) {
    broadcast(points.x.limbs, element, addX.limbs);
    broadcast(points.y.limbs, element, addY.limbs);
    for (int window = 0; window < WINDOWS; window++) {
      int digit = digit(scalars, scalar, window);
      if (digit != 0 && filled[digit][window]) {
        copyLane(bucket(digit), sum, window);
      }
    }
    sum.add(addX, addY);
    for (int window = 0; window < WINDOWS; window++) {
      int digit = digit(scalars, scalar, window);
      if (digit != 0) {
        Jacobian bucket = bucket(digit);
        if (filled[digit][window]) {
          copyLane(sum, bucket, window);
        } else {
          filled[digit][window] = true;
          copyLane(addX.limbs, bucket.x.limbs, window);
          copyLane(addY.limbs, bucket.y.limbs, window);
          copyLane(Curve.ONE.limbs, 0, bucket.z.limbs, place(window));
        }
      }
    }
  }

  private static int digit(byte[] scalars, int scalar, int window) {
    return scalars[scalar + WINDOWS - 1 - window] & 0xFF;
  }

  private Jacobian bucket(int digit) {
    if (buckets[digit] == null) {
      buckets[digit] = new Jacobian(GROUPS);
    }
    return buckets[digit];
  }

  /** running = Σ_{j ≥ d} bucket_j and total = Σ running, from the highest digit down. */
  private byte[] reduce() {
    Jacobian running = start(0);
    Jacobian total = start(1);
    Jacobian before = new Jacobian(GROUPS);
    for (int digit = RUNNING_TIMES; digit > 0; digit--) {
      if (buckets[digit] != null) {
        before.copyFrom(running);
        running.add(buckets[digit]);
        for (int window = 0; window < WINDOWS; window++) {
          if (!filled[digit][window]) {
            copyLane(before, running, window);
          }
        }
      }
      total.add(running);
    }
    byte[] sums = new byte[WINDOWS * POINT];
    AffinePoints.of(total.x, total.y, total.z).write(sums, 0, WINDOWS);
    return sums;
  }

  /** One of the offsets in every lane. */
  private static Jacobian start(int offset) {
    Jacobian start = new Jacobian(GROUPS);
    AffinePoints points = AffinePoints.read(1, OFFSETS, offset, 1);
    broadcast(points.x.limbs, 0, start.x.limbs);
    broadcast(points.y.limbs, 0, start.y.limbs);
    for (int group = 0; group < GROUPS; group++) {
      start.z.copyFrom(Curve.ONE, 0, group, 1);
    }
    return start;
  }

  /** One element into every lane. */
  private static void broadcast(long[] from, int element, long[] to) {
    int at = Lanes.index(element);
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at + i % GROUP / WIDTH * WIDTH];
    }
  }

  private static void copyLane(Jacobian from, Jacobian to, int window) {
    copyLane(from.x.limbs, to.x.limbs, window);
    copyLane(from.y.limbs, to.y.limbs, window);
    copyLane(from.z.limbs, to.z.limbs, window);
  }

  private static void copyLane(long[] from, long[] to, int window) {
    copyLane(from, place(window), to, place(window));
  }

  private static int place(int window) {
    return Lanes.index(window);
  }

  private static void copyLane(long[] from, int fromPlace, long[] to, int toPlace) {
    for (int limb = 0; limb < LIMBS * WIDTH; limb += WIDTH) {
      to[toPlace + limb] = from[fromPlace + limb];
    }
  }
}
