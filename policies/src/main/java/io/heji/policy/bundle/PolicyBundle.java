package io.heji.policy.bundle;

import io.heji.crypto.Bytes;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A policy bundle. One that exists was read whole and is consistent; that regulators signed it is
 * checked where documents are verified.
 *
 * @param federation whose
 * @param serial grows with every new bundle
 * @param activeFrom not applied before
 * @param expires not applied after
 * @param floor the fewest company groups that are ever summed, at least {@value #FLOOR_MIN}
 * @param purposes by name
 * @param metrics by metric
 * @param quotas how much
 * @param guard what agents pin against differencing
 * @param batchMax the most subjects of one query
 * @param answerDelay D(n)
 * @param rosterDwell how long a roster stays at least
 * @param disclosureRetention how long a bank may fetch an answer again
 */
public record PolicyBundle(
    String federation,
    long serial,
    Instant activeFrom,
    Instant expires,
    int floor,
    SortedMap<String, PurposeRule> purposes,
    SortedMap<Metric, MetricRule> metrics,
    Quotas quotas,
    GuardRule guard,
    int batchMax,
    AnswerDelay answerDelay,
    Duration rosterDwell,
    Duration disclosureRetention) {
  /** protocol section 5: a floor below two company groups would let a total be one company's. */
  public static final int FLOOR_MIN = 2;

  public PolicyBundle {
    purposes = Collections.unmodifiableSortedMap(new TreeMap<>(purposes));
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /** Reads a payload. Says nothing of who signed it. */
  public static PolicyBundle fromPayload(Bytes payload) throws RefusedException {
    return new BundleReader(payload).read();
  }

  public Optional<PurposeRule> purpose(String name) {
    return Optional.ofNullable(purposes.get(name));
  }

  public Optional<MetricRule> metric(Metric metric) {
    return Optional.ofNullable(metrics.get(metric));
  }

  /** The largest k of any metric: what two sets must differ by for both to be answered. */
  public int largestK() {
    return metrics.values().stream().mapToInt(MetricRule::k).max().orElse(1);
  }

  /** Whether it applies now. */
  public boolean isActiveAt(Instant now) {
    return !now.isBefore(activeFrom) && now.isBefore(expires);
  }
}
