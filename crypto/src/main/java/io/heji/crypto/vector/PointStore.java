package io.heji.crypto.vector;

import java.util.Arrays;

/**
 * Public points one after the other, each in one piece, so that any of them can be brought into any
 * lane. A <i>reference</i> names one of them or its negative, or {@link #NONE}, the identity.
 */
final class PointStore {
  /** The reference to the identity. */
  static final int NONE = -1;

  /** x, then y. */
  private static final int LONGS = 2 * Lanes.LIMBS;

  private long[] points;
  private int count;

  PointStore(int expected) {
    this.points = new long[expected * LONGS];
  }

  int count() {
    return count;
  }

  /** Forgets all points from this one on. */
  void truncate(int remaining) {
    count = remaining;
  }

  /** Refers to a point of the store or, with flag 1, to its negative. */
  static int reference(int point, int negative) {
    return point << 1 | negative;
  }

  /** Appends the first so many points. */
  void append(AffinePoints lanes, int points) {
    if ((count + points) * LONGS > this.points.length) {
      this.points = Arrays.copyOf(this.points, Math.max(2 * count, count + points) * LONGS);
    }
    long[] store = this.points;
    for (int i = 0; i < points; i++) {
      int from = Lanes.index(i);
      int to = (count + i) * LONGS;
      for (int limb = 0; limb < Lanes.LIMBS; limb++) {
        store[to + limb] = lanes.x.limbs[from + limb * Lanes.WIDTH];
        store[to + Lanes.LIMBS + limb] = lanes.y.limbs[from + limb * Lanes.WIDTH];
      }
    }
    count += points;
  }

  /** Brings the point into a lane; the negative has y's limbs negated. */
  void load(int reference, AffinePoints lanes, int element) {
    int from = (reference >> 1) * LONGS;
    long sign = -(reference & 1L);
    int to = Lanes.index(element);
    long[] store = points;
    long[] x = lanes.x.limbs;
    long[] y = lanes.y.limbs;
    for (int limb = 0; limb < Lanes.LIMBS; limb++) {
      x[to + limb * Lanes.WIDTH] = store[from + limb];
      y[to + limb * Lanes.WIDTH] = (store[from + Lanes.LIMBS + limb] ^ sign) - sign;
    }
  }
}
