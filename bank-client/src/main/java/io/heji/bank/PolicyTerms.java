package io.heji.bank;

import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a bank needs of the policy bundle that the regulators signed: in which form and how coarsely
 * a metric comes, and below how many companies nothing is summed. Whether it may ask at all is
 * decided by the gateway and by every agent.
 *
 * @param metrics the terms of each metric that the bundle discloses
 * @param floor the fewest company groups of a sum
 */
record PolicyTerms(Map<Metric, Terms> metrics, int floor) {
  private static final int NAME_LENGTH_MAX = 64;
  private static final long UNIT_MAX = 1L << 53;

  /**
   * The terms of one metric.
   *
   * @param form how its total comes
   * @param unit to which each platform rounds up
   */
  record Terms(Form form, long unit) {}

  PolicyTerms {
    metrics = Map.copyOf(metrics);
  }

  /**
   * Reads the bundle of a federation, which its regulators' quorum signed.
   *
   * @throws RefusedException {@code wrong-policy} when it is not active at this time
   */
  static PolicyTerms of(Federation federation, Instant now) throws RefusedException {
    JsonObject bundle = JsonObject.parse(federation.policyPayload());
    String name = bundle.text("federation", Limits.ID_LENGTH_MAX);
    if (!name.equals(federation.directory().federation())
        || now.isBefore(bundle.instant("activeFrom").minus(Limits.CLOCK_SKEW_MAX))
        || !now.isBefore(bundle.instant("expires"))) {
      throw new RefusedException(
          ProblemType.WRONG_POLICY, "the policy bundle is of another federation or not active");
    }
    int floor = (int) bundle.integer("floor", 2, Limits.MEMBERS_MAX);
    Map<Metric, Terms> metrics = new EnumMap<>(Metric.class);
    for (JsonObject entry : bundle.objects("metrics", Limits.METRICS_MAX)) {
      Metric metric =
          Metric.named(entry.text("name", NAME_LENGTH_MAX))
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.UNKNOWN_METRIC, "the policy bundle names one"));
      Form form =
          Form.named(entry.text("form", NAME_LENGTH_MAX))
              .orElseThrow(() -> entry.refused("form", "a form of the protocol"));
      if (metrics.put(metric, new Terms(form, entry.integer("unit", 1, UNIT_MAX))) != null) {
        throw entry.refused("name", "named once");
      }
    }
    return new PolicyTerms(metrics, floor);
  }

  /** The metric in the form that policy discloses it in. */
  MetricRequest request(Metric metric) throws RefusedException {
    return new MetricRequest(metric, terms(metric).form());
  }

  /** The terms of a metric that the bundle discloses. */
  Terms terms(Metric metric) throws RefusedException {
    return Optional.ofNullable(metrics.get(metric))
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.METRIC_NOT_PERMITTED,
                    "the policy bundle does not disclose `" + metric.wireName() + "`"));
  }
}
