package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * y from x and its parity: y² = x³ − 3x + b, and since p ≡ 3 mod 4 a square root of c is c^((p + 1)
 * / 4), which is c times the quarter's power (p − 3) / 4.
 */
final class Decompression {
  /** Bytes of a compressed point: 2 for an even y or 3 for an odd one, then x. */
  static final int BYTES = 33;

  private static final int EVEN = 2;
  private static final int ODD = 3;
  private static final byte[] PRIME = Arrays.copyOfRange(Field29.P.toByteArray(), 1, BYTES);

  private Decompression() {}

  static void decompress(byte[] compressed, byte[] points, int from, int count, int groups) {
    Lanes x = Lanes.ofGroups(groups);
    for (int i = 0; i < count; i++) {
      x.read(i, compressed, (from + i) * BYTES + 1);
    }
    Field29.mulByConstant(x, x, Curve.INTO_MONTGOMERY);
    Lanes square = Lanes.ofGroups(groups);
    Field29.square(square, x);
    Field29.sub(square, square, Field29.constant(groups, BigInteger.valueOf(3)));
    Field29.mul(square, square, x);
    Field29.addConstantCarried(square, square, Curve.B_LANES);
    Field29.mulByConstant(square, square, Curve.ONE);
    Lanes y = Lanes.ofGroups(groups);
    new FieldPower(groups).quarter(y, square);
    Field29.mul(y, y, square);
    Lanes difference = Lanes.ofGroups(groups);
    Field29.square(difference, y);
    Field29.sub(difference, difference, square);
    Field29.canonical(difference, difference);
    Lanes canonical = Lanes.ofGroups(groups);
    Field29.canonical(canonical, y);
    for (int g = 0; g < groups; g++) {
      Field29.negateWhere(
          y, y, g, Field29.isOdd(canonical, g) ^ wantedOdd(compressed, from, count, g));
    }
    AffinePoints decompressed = new AffinePoints(groups);
    decompressed.x.copyFrom(x);
    decompressed.y.copyFrom(y);
    decompressed.write(points, from, count);
    for (int i = 0; i < count; i++) {
      boolean onCurve = (Field29.isZero(difference, i / Lanes.WIDTH) >>> i % Lanes.WIDTH & 1) == 1;
      if (!onCurve || !isWellFormed(compressed, (from + i) * BYTES)) {
        int at = (from + i) * AffinePoints.BYTES;
        Arrays.fill(points, at, at + AffinePoints.BYTES, (byte) 0);
      }
    }
  }

  /** A bit a lane. y = 0 is no point: the order is odd. */
  private static long wantedOdd(byte[] compressed, int from, int count, int group) {
    long bits = 0;
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      int i = group * Lanes.WIDTH + lane;
      if (i < count && compressed[(from + i) * BYTES] == ODD) {
        bits |= 1L << lane;
      }
    }
    return bits;
  }

  private static boolean isWellFormed(byte[] compressed, int at) {
    boolean prefix = compressed[at] == EVEN || compressed[at] == ODD;
    return prefix
        && Arrays.compareUnsigned(compressed, at + 1, at + BYTES, PRIME, 0, PRIME.length) < 0;
  }
}
