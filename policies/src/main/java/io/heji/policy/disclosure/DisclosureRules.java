package io.heji.policy.disclosure;

import io.heji.protocol.query.MetricState;

/** Decides the state of one metric of one subject. Stateless. */
public final class DisclosureRules {
  private DisclosureRules() {}

  /**
   * What the rules read.
   *
   * @param vetoed a platform withheld
   * @param suppliers how many of the summed platforms supply the metric
   * @param coverageFloor how many must
   * @param known how many know the person
   * @param holders how many hold something of the metric
   * @param k policy's threshold
   * @param largestGroup g, the most summed platforms that one company has
   */
  public record Counts(
      boolean vetoed,
      int suppliers,
      int coverageFloor,
      long known,
      long holders,
      int k,
      int largestGroup) {}

  /** The first that applies, in the order of protocol section 7. */
  public static MetricState state(Counts counts) {
    if (counts.vetoed()) {
      return MetricState.WITHHELD;
    }
    if (counts.suppliers() < counts.coverageFloor()) {
      return MetricState.NOT_COVERED;
    }
    if (counts.known() == 0) {
      return MetricState.NO_RECORD;
    }
    if (counts.holders() == 0) {
      return MetricState.ZERO;
    }
    // With k − 1 whole companies of g platforms each, a total is still of fewer than k companies.
    long enough = (counts.k() - 1L) * counts.largestGroup() + 1;
    return counts.holders() < enough ? MetricState.SUPPRESSED : MetricState.VALUE;
  }
}
