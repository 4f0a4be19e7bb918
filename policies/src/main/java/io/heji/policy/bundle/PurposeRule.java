package io.heji.policy.bundle;

import io.heji.protocol.metric.Metric;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What may be asked for one purpose.
 *
 * @param name the purpose
 * @param bankClasses licence classes of the banks that may state it
 * @param metrics what they may ask
 * @param consentMaxDays how old a consent may be
 */
public record PurposeRule(
    String name, SortedSet<String> bankClasses, SortedSet<Metric> metrics, int consentMaxDays) {
  public PurposeRule {
    bankClasses = Collections.unmodifiableSortedSet(new TreeSet<>(bankClasses));
    metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
  }
}
