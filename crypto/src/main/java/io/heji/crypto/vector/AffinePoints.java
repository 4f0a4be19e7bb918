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
  static AffinePoints read(int groups, byte[] points, int from, int count) {
    AffinePoints read = new AffinePoints(groups);
    for (int i = 0; i < read.x.size(); i++) {
      int at = (from + Math.min(i, count - 1)) * BYTES;
      read.x.read(i, points, at);
      read.y.read(i, points, at + COORDINATE);
    }
    Field29.mulByConstant(read.x, read.x, Curve.INTO_MONTGOMERY);
    Field29.mulByConstant(read.y, read.y, Curve.INTO_MONTGOMERY);
    return read;
  }

  /**
   * From Jacobian coordinates of the same number of groups, with one inversion a lane. Where Z = 0,
   * x and y become 0, which is no point of the curve.
   */
  static AffinePoints of(Lanes x, Lanes y, Lanes z) {
    int groups = z.groups();
    AffinePoints affine = new AffinePoints(groups);
    Lanes canonical = Lanes.ofGroups(groups);
    Field29.canonical(canonical, z);
    Lanes nonZero = Lanes.ofGroups(groups);
    Lanes one = Field29.constant(groups, java.math.BigInteger.ONE);
    for (int g = 0; g < groups; g++) {
      Field29.choose(nonZero, z, one, g, Field29.isZero(canonical, g));
    }
    Lanes inverse = Lanes.ofGroups(groups);
    FieldPower.invertAll(inverse, nonZero);
    Lanes zero = Lanes.ofGroups(groups);
    for (int g = 0; g < groups; g++) {
      Field29.choose(inverse, inverse, zero, g, Field29.isZero(canonical, g));
    }
    Field29.square(nonZero, inverse);
    Field29.mul(affine.x, x, nonZero);
    Field29.mul(nonZero, nonZero, inverse);
    Field29.mul(affine.y, y, nonZero);
    return affine;
  }

  void copyTo(AffinePoints other) {
    other.x.copyFrom(x);
    other.y.copyFrom(y);
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
}
