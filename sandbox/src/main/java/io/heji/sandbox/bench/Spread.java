package io.heji.sandbox.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How measured times lie, in microseconds; quantiles are measured values (nearest rank).
 *
 * @param count how many were measured
 */
public record Spread(int count, double p50, double p99) {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  static Spread ofNanos(List<Long> nanos) {
    if (nanos.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Spread(
        sorted.length,
        nearestRank(sorted, MEDIAN) / NANOS_PER_MICRO,
        nearestRank(sorted, P99) / NANOS_PER_MICRO);
  }

  /** The least value that at least this share of the values does not exceed. */
  private static double nearestRank(long[] sorted, double quantile) {
    return sorted[(int) Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
  }
}
