package io.heji.sandbox.bench;

import java.util.SortedMap;

/**
 * What {@link IndexBench} found.
 *
 * @param rows customers of the platform whose book was tokenised
 * @param measured how many of them came in while it was measured
 * @param seconds how long that took
 * @param customersPerSecond end to end
 * @param cpuMicros of each party for one customer
 * @param peakKibibytes the most memory that each role's process had resident
 */
public record IndexReport(
    long rows,
    long measured,
    double seconds,
    double customersPerSecond,
    SortedMap<String, Double> cpuMicros,
    SortedMap<String, Long> peakKibibytes) {
  private static final double NANOS_PER_SECOND = 1_000_000_000;

  static IndexReport of(
      long rows, long measured, long nanos, CpuTimes cpu, SortedMap<String, Long> peakKibibytes) {
    if (measured <= 0 || nanos <= 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double seconds = nanos / NANOS_PER_SECOND;
    return new IndexReport(
        rows, measured, seconds, measured / seconds, cpu.microsEach(measured), peakKibibytes);
  }
}
