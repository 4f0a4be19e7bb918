package io.heji.crypto.vector;

import java.util.Arrays;

/**
 * Points from their compressed encoding (SEC 1 section 2.3.4): a byte 2 or 3, which is 2 plus y's
 * lowest bit, and x in 32 bytes, big-endian. Only the shortest form of x counts: below p. The
 * identity's encoding is refused as any other that is not of this form.
 */
final class Decompression {
  static final int BYTES = 33;

  private static final byte EVEN = 2;
  private static final byte ODD = 3;
  private static final int WORDS = 4;
  private static final long[] P = Lanes.words(Field29.P.toByteArray(), 1, WORDS);

  private final AffinePoints points;
  private final Lanes square;
  private final Lanes t;
  private final Lanes bCoefficient;
  private final FieldPower power;

  /** For each group a bit a lane: the encoding says that y is odd. */
  private final long[] odd;

  /** For each group a bit a lane: the encoding is of the form above and on the curve. */
  private final long[] valid;

  Decompression(int groups) {
    this.points = new AffinePoints(groups);
    this.square = Lanes.ofGroups(groups);
    this.t = Lanes.ofGroups(groups);
    this.bCoefficient = Field29.constant(groups, Curve.B);
    this.power = new FieldPower(groups);
    this.odd = new long[groups];
    this.valid = new long[groups];
  }

  int size() {
    return points.x.size();
  }

  /** Writes x and y of each; nothing where it is not a point. */
  void decompress(byte[] compressed, int from, int count, byte[] decompressed) {
    read(compressed, from, count);
    Field29.mulByConstant(points.x, points.x, Curve.INTO_MONTGOMERY);
    // y² = x³ − 3x + b = (x² − 3)·x + b
    Field29.square(square, points.x);
    Field29.mul(square, square, points.x);
    Field29.tripleCarried(t, points.x);
    Field29.sub(square, square, t);
    Field29.add(square, square, bCoefficient); // limbs −1 to 2, value −4 to 3
    Field29.mulByConstant(square, square, Curve.ONE);
    // For p ≡ 3 mod 4 the root of a square s is s^((p + 1) / 4) = s · s^((p − 3) / 4).
    power.quarter(points.y, square);
    Field29.mul(points.y, points.y, square);
    Field29.square(t, points.y);
    Field29.sub(t, t, square);
    Field29.canonical(t, t);
    Field29.canonical(square, points.y);
    for (int g = 0; g < t.groups(); g++) {
      valid[g] &= LaneChoice.isZero(t, g);
      // y is not 0: a point with y = 0 would have order 2.
      LaneChoice.negateWhere(points.y, points.y, g, odd[g] ^ LaneChoice.isOdd(square, g));
    }
    points.write(decompressed, from, count, valid);
  }

  private void read(byte[] compressed, int from, int count) {
    Arrays.fill(odd, 0);
    Arrays.fill(valid, 0);
    for (int i = 0; i < size(); i++) {
      int at = (from + Math.min(i, count - 1)) * BYTES;
      byte prefix = compressed[at];
      long[] x = Lanes.words(compressed, at + 1, WORDS);
      points.x.put(i, x);
      int group = i / Lanes.WIDTH;
      long bit = 1L << (i % Lanes.WIDTH);
      if (prefix == ODD) {
        odd[group] |= bit;
      }
      if ((prefix == EVEN || prefix == ODD) && isBelowP(x)) {
        valid[group] |= bit;
      }
    }
  }

  private static boolean isBelowP(long[] x) {
    for (int word = WORDS - 1; word >= 0; word--) {
      int order = Long.compareUnsigned(x[word], P[word]);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }
}
