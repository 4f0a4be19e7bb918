package io.heji.member.epoch;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be made.
 *
 * @param party for whom
 * @param epoch the epoch's number
 * @param from since when the statement holds
 * @param to how long
 * @param metrics which a platform supplies; none for a tokeniser
 */
public record EpochOrder(
    PartyId party, long epoch, Instant from, Instant to, SortedSet<Metric> metrics) {
  public EpochOrder {
    metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
    if (epoch < 1 || !from.isBefore(to)) {
      throw new IllegalArgumentException("an epoch is 1 or more, and ends after it begins");
    }
  }
}
