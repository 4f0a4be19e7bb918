package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What {@link TimingBench} found.
 *
 * @param rows one a comparison
 * @param readingMicros what reading a customer's row costs, seen from beside the agent
 * @param plantedReadingMicros the same once the delay is planted
 */
public record TimingReport(List<Row> rows, double readingMicros, double plantedReadingMicros) {
  /** The share of the planted delay that must be seen beside the agent, or it was not planted. */
  private static final double PLANTED_SHARE = 0.9;

  private static final double MICROS_PER_MILLI = 1_000;

  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  /**
   * One comparison; times in microseconds.
   *
   * @param what which
   * @param customers how many answers about customers
   * @param strangers how many about people whom the answering platform does not know
   * @param score standard deviations by which the customers' answers come later
   * @param detected whether that is a difference
   * @param expected whether it should be
   */
  public record Row(
      String what,
      int customers,
      int strangers,
      double customersMedian,
      double strangersMedian,
      double customersP99,
      double strangersP99,
      double score,
      boolean detected,
      boolean expected) {
    static Row of(String what, Comparison comparison, boolean expected) {
      return new Row(
          what,
          comparison.count(true),
          comparison.count(false),
          comparison.micros(true, MEDIAN),
          comparison.micros(false, MEDIAN),
          comparison.micros(true, P99),
          comparison.micros(false, P99),
          comparison.score(),
          comparison.detected(),
          expected);
    }
  }

  public TimingReport {
    rows = List.copyOf(rows);
  }

  /** What is compared. */
  @JsonProperty
  public String statistic() {
    return Comparison.STATISTIC;
  }

  /** From which score on, in either direction, there is a difference. */
  @JsonProperty
  public double detectedFrom() {
    return Comparison.DETECTED_FROM;
  }

  /** Whether every comparison came out as it should. */
  @JsonProperty
  public boolean asExpected() {
    return wasPlanted() && rows.stream().allMatch(row -> row.detected() == row.expected());
  }

  /** Whether the delay that was planted into the databases is there at all. */
  @JsonProperty
  public boolean wasPlanted() {
    return plantedReadingMicros - readingMicros
        >= PLANTED_SHARE * TimingBench.PLANTED_MILLIS * MICROS_PER_MILLI;
  }
}
