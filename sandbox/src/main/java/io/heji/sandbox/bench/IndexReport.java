package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.SortedMap;

/**
 * What {@link IndexBench} found for one size of book.
 *
 * @param rows customers of the platform whose book was tokenised
 * @param whole from the first look to the last, processes cold at first
 * @param warm the same without the first part of the book
 * @param bulkBefore what all parties must compute, measured on this machine before
 * @param bulkAfter the same after the federation has ended
 * @param peakKibibytes the most memory that each role's process had resident
 */
public record IndexReport(
    long rows,
    Part whole,
    Part warm,
    BulkWork bulkBefore,
    BulkWork bulkAfter,
    SortedMap<String, Long> peakKibibytes) {
  /** Of what the sum of all parties' bulk work allows, so much should come out at the end. */
  public static final double RATIO_MIN = 0.6;

  /**
   * A stretch of the book.
   *
   * @param customers how many came in
   * @param seconds how long that took
   * @param cpuMicros of each party for one customer
   */
  public record Part(
      long customers,
      double seconds,
      double customersPerSecond,
      SortedMap<String, Double> cpuMicros) {
    static Part of(BookWatch.Stretch stretch) {
      return new Part(
          stretch.customers(),
          stretch.seconds(),
          stretch.customersPerSecond(),
          stretch.cpu().without(PartyProcesses.BANK).microsEach(stretch.customers()));
    }
  }

  /** Of before and after the faster, part by part. */
  @JsonProperty
  public BulkWork bulk() {
    return bulkBefore.fasterOf(bulkAfter);
  }

  /** What came out, warm, of what the bulk work allows. */
  @JsonProperty
  public double ratio() {
    return warm.customersPerSecond() / bulk().customersPerSecond();
  }

  @JsonProperty
  public boolean met() {
    return ratio() >= RATIO_MIN;
  }
}
