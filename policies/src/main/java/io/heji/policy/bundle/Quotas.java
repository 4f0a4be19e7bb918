package io.heji.policy.bundle;

import io.heji.protocol.document.PartyId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much may be asked. Each party counts on its own; failed questions count.
 *
 * @param bankSubjectsPerDay subjects that one bank may ask about in a day of the directory's time
 *     zone
 * @param bankEvaluationsPerDay elements that one bank may have evaluated in a day
 * @param platformEvaluationsPerEpoch elements that a platform without a declared book may have
 *     evaluated in an epoch
 * @param declaredBooks the same for platforms that declared how large their book is, with the room
 *     that the regulators grant for retries and new customers
 * @param personSubjectsPerDay how often one company group may ask one platform about the same
 *     person in a day, vetoed questions included; beyond it the platform vetoes
 */
public record Quotas(
    long bankSubjectsPerDay,
    long bankEvaluationsPerDay,
    long platformEvaluationsPerEpoch,
    SortedMap<PartyId, Long> declaredBooks,
    long personSubjectsPerDay) {
  public Quotas {
    declaredBooks = Collections.unmodifiableSortedMap(new TreeMap<>(declaredBooks));
  }

  /** Elements that this platform may have evaluated in an epoch. */
  public long evaluationsPerEpoch(PartyId platform) {
    return declaredBooks.getOrDefault(platform, platformEvaluationsPerEpoch);
  }
}
