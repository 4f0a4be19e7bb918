package io.heji.crypto.vector;

/** Points as x and y in Montgomery form, one in each lane. */
final class AffinePoints {
  /** Bytes of a point outside: x, then y, 32 each, big-endian. */
  static final int BYTES = 64;

  private static final int COORDINATE = BYTES / 2;

  final Lanes x;
  final Lanes y;

  AffinePoints(int groups) {
    this.x = Lanes.ofGroups(groups);
    this.y = Lanes.ofGroups(groups);
  }

  /** Reads points on the curve; the lanes that are left over repeat the last one. */
  void read(byte[] points, int from, int count) {
    for (int i = 0; i < x.size(); i++) {
      int at = (from + Math.min(i, count - 1)) * BYTES;
      x.read(i, points, at);
      y.read(i, points, at + COORDINATE);
    }
    Field29.mulByConstant(x, x, Curve.INTO_MONTGOMERY);
    Field29.mulByConstant(y, y, Curve.INTO_MONTGOMERY);
  }

  /** Writes those of so many points whose bit is set, a long for each group; skips the others. */
  void write(byte[] points, int from, int count, long[] wanted) {
    byte[] all = new byte[count * BYTES];
    write(all, 0, count);
    for (int i = 0; i < count; i++) {
      if ((wanted[i / Lanes.WIDTH] >>> (i % Lanes.WIDTH) & 1) != 0) {
        System.arraycopy(all, i * BYTES, points, (from + i) * BYTES, BYTES);
      }
    }
  }

  /** Writes as many points as asked for. */
  void write(byte[] points, int from, int count) {
    Lanes canonical = Lanes.ofGroups(x.groups());
    Field29.canonical(canonical, x);
    for (int i = 0; i < count; i++) {
      canonical.write(i, points, (from + i) * BYTES);
    }
    Field29.canonical(canonical, y);
    for (int i = 0; i < count; i++) {
      canonical.write(i, points, (from + i) * BYTES + COORDINATE);
    }
  }

  void wipe() {
    x.wipe();
    y.wipe();
  }
}
