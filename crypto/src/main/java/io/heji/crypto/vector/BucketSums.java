package io.heji.crypto.vector;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Σ k_i·P_i over <b>public</b> points and scalars, by Pippenger's buckets: branches and addresses
 * depend on both.
 *
 * <p>Each scalar is Σ d_w·2^(cw) with signed digits |d_w| ≤ 2^(c − 1). In each window w, a point or
 * its negative goes into bucket |d_w|; the window's part is Σ j·B_j over its buckets. That sum
 * halves: with the even and odd halves of j, Σ j·B_j = 2·Σ i·(B_2i + B_2i+1) + Σ B_2i+1. So each
 * window comes down to c points O_l, the sums of the odd ones at each halving, for the bits l of
 * its digit; and all windows to one point Q_t for each bit t = cw + l, of which Σ 2^t·Q_t is left
 * to compute.
 *
 * <p>All sums but the last are {@link SegmentSums}. The last has no two additions that could go
 * side by side: the reference implementation's arithmetic does it. Repeated and inverse points and
 * zero scalars may occur: both know the identity.
 */
final class BucketSums {
  /** Below so many points, what does not depend on their number costs more than it saves. */
  private static final int POINTS_MIN = 8;

  /** Points taken at a time: bounds the memory. */
  private static final int CHUNK = 4096;

  /** Points in buckets at a time: as many windows as stay below, so that sums stay in cache. */
  private static final int ENTRIES_MAX = 16_384;

  private static final int SCALAR_BITS = 256;
  private static final int SCALAR_BYTES = 32;
  private static final int SCALAR_WORDS = 4;
  private static final int WINDOW_BITS_MIN = 3;
  private static final int WINDOW_BITS_MAX = 11;

  private static final ECCurve CURVE = CustomNamedCurves.getByName("secp256r1").getCurve();

  private final int count;
  private final int windowBits;
  private final int windows;

  /** Buckets of a window: one for each |d|, and one for 0 which stays empty. */
  private final int buckets;

  /** Window after window, a digit for each point. */
  private final short[] digits;

  private final PointStore store;
  private final SegmentSums sums;

  private BucketSums(byte[] points, byte[] scalars, int from, int count) {
    this.count = count;
    this.windowBits = windowBits(count);
    this.windows = windows(windowBits);
    this.buckets = (1 << (windowBits - 1)) + 1;
    this.digits = digits(scalars, from);
    this.store = new PointStore(count + Math.min(count * windows, ENTRIES_MAX));
    this.sums = new SegmentSums(store);
    int groups = (count + Lanes.WIDTH - 1) / Lanes.WIDTH;
    AffinePoints chunk = new AffinePoints(groups);
    chunk.read(points, from, count);
    store.append(chunk, count);
  }

  /** The sum as 64 bytes, x and y; zero bytes for the identity. */
  static byte[] linearCombination(byte[] points, byte[] scalars) {
    int total = points.length / AffinePoints.BYTES;
    ECPoint sum = CURVE.getInfinity();
    for (int from = 0; from < total; from += CHUNK) {
      int count = Math.min(CHUNK, total - from);
      ECPoint part =
          count < POINTS_MIN
              ? fewPoints(points, scalars, from, count)
              : new BucketSums(points, scalars, from, count).sum();
      sum = sum.add(part);
    }
    byte[] result = new byte[AffinePoints.BYTES];
    if (!sum.isInfinity()) {
      // A byte for the form, then x and y.
      System.arraycopy(sum.normalize().getEncoded(false), 1, result, 0, result.length);
    }
    return result;
  }

  private static ECPoint fewPoints(byte[] points, byte[] scalars, int from, int count) {
    ECPoint[] few = new ECPoint[count];
    BigInteger[] numbers = new BigInteger[count];
    for (int i = 0; i < count; i++) {
      few[i] = point(points, from + i);
      numbers[i] = new BigInteger(1, scalars, (from + i) * SCALAR_BYTES, SCALAR_BYTES);
    }
    return ECAlgorithms.sumOfMultiplies(few, numbers);
  }

  private static ECPoint point(byte[] points, int index) {
    int at = index * AffinePoints.BYTES;
    int half = AffinePoints.BYTES / 2;
    return CURVE.createPoint(
        new BigInteger(1, points, at, half), new BigInteger(1, points, at + half, half));
  }

  /** The c of least additions: one a point and two a bucket, in every window. */
  private static int windowBits(int count) {
    int best = WINDOW_BITS_MIN;
    for (int bits = WINDOW_BITS_MIN; bits <= WINDOW_BITS_MAX; bits++) {
      if (windows(bits) * (count + (1 << bits)) < windows(best) * (count + (1 << best))) {
        best = bits;
      }
    }
    return best;
  }

  /** The last window has fewer than c bits, so that it has room for the carry. */
  private static int windows(int windowBits) {
    return SCALAR_BITS / windowBits + 1;
  }

  private short[] digits(byte[] scalars, int from) {
    short[] all = new short[windows * count];
    for (int i = 0; i < count; i++) {
      long[] words = Lanes.words(scalars, (from + i) * SCALAR_BYTES, SCALAR_WORDS);
      int carry = 0;
      for (int window = 0; window < windows; window++) {
        int bits = (int) Lanes.bits(words, window * windowBits) & ((1 << windowBits) - 1);
        int digit = bits + carry;
        carry = digit >= buckets ? 1 : 0;
        all[window * count + i] = (short) (digit - (carry << windowBits));
      }
    }
    return all;
  }

  private ECPoint sum() {
    // Q_t at t.
    ECPoint[] bitSums = new ECPoint[windows * windowBits];
    Arrays.fill(bitSums, CURVE.getInfinity());
    int atOnce = Math.max(1, ENTRIES_MAX / count);
    for (int window = 0; window < windows; window += atOnce) {
      int end = Math.min(windows, window + atOnce);
      putBitSums(window, sumsByBit(fillBuckets(window, end), end - window), bitSums);
      store.truncate(count);
    }
    ECPoint sum = CURVE.getInfinity();
    for (int bit = bitSums.length - 1; bit >= 0; bit--) {
      sum = sum.twicePlus(bitSums[bit]);
    }
    return sum;
  }

  /** The sum in each bucket, window after window. */
  private int[] fillBuckets(int firstWindow, int endWindow) {
    int[] lengths = new int[(endWindow - firstWindow) * buckets];
    for (int window = firstWindow; window < endWindow; window++) {
      for (int i = 0; i < count; i++) {
        lengths[(window - firstWindow) * buckets + Math.abs(digits[window * count + i])]++;
      }
      lengths[(window - firstWindow) * buckets] = 0;
    }
    int[] next = new int[lengths.length];
    int entries = 0;
    for (int bucket = 0; bucket < lengths.length; bucket++) {
      next[bucket] = entries;
      entries += lengths[bucket];
    }
    int[] references = new int[entries];
    for (int window = firstWindow; window < endWindow; window++) {
      for (int i = 0; i < count; i++) {
        int digit = digits[window * count + i];
        if (digit != 0) {
          int bucket = (window - firstWindow) * buckets + Math.abs(digit);
          references[next[bucket]++] = PointStore.reference(i, digit < 0 ? 1 : 0);
        }
      }
    }
    return sums.sum(references, lengths);
  }

  /** For each window and then for each bit of a digit, the sum of the buckets with that bit. */
  private int[] sumsByBit(int[] bucketSums, int windowCount) {
    int[][] levels = new int[windowBits][];
    int[] level = bucketSums;
    int size = buckets;
    int oddCount = 0;
    int[] oddLengths = new int[windowCount * windowBits];
    for (int bit = 0; bit < windowBits; bit++) {
      levels[bit] = level;
      for (int window = 0; window < windowCount; window++) {
        oddLengths[window * windowBits + bit] = size / 2;
      }
      oddCount += windowCount * (size / 2);
      level = halve(level, size, windowCount);
      size = (size + 1) / 2;
    }
    int[] odd = new int[oddCount];
    int at = 0;
    for (int window = 0; window < windowCount; window++) {
      for (int bit = 0; bit < windowBits; bit++) {
        int levelSize = levels[bit].length / windowCount;
        for (int j = 1; j < levelSize; j += 2) {
          odd[at++] = levels[bit][window * levelSize + j];
        }
      }
    }
    return sums.sum(odd, oddLengths);
  }

  /** B_2i + B_2i+1 for each i of each window; not for i = 0, which counts for nothing above. */
  private int[] halve(int[] level, int size, int windowCount) {
    int half = (size + 1) / 2;
    int[] lengths = new int[windowCount * half];
    int[] references = new int[windowCount * size];
    int entries = 0;
    for (int window = 0; window < windowCount; window++) {
      for (int j = 2; j < size; j++) {
        references[entries++] = level[window * size + j];
        lengths[window * half + j / 2]++;
      }
    }
    return sums.sum(Arrays.copyOf(references, entries), lengths);
  }

  private void putBitSums(int firstWindow, int[] references, ECPoint[] bitSums) {
    int groups = (references.length + Lanes.WIDTH - 1) / Lanes.WIDTH;
    AffinePoints lanes = new AffinePoints(groups);
    for (int i = 0; i < references.length; i++) {
      if (references[i] != PointStore.NONE) {
        store.load(references[i], lanes, i);
      }
    }
    byte[] bytes = new byte[references.length * AffinePoints.BYTES];
    lanes.write(bytes, 0, references.length);
    for (int i = 0; i < references.length; i++) {
      if (references[i] != PointStore.NONE) {
        bitSums[firstWindow * windowBits + i] = point(bytes, i);
      }
    }
  }
}
