package io.heji.agent.guard;

import io.heji.policy.adoption.Adopted;
import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedSet;

/**
 * What one question is held against.
 *
 * @param set S of the question
 * @param federation says which platforms are one company
 * @param k sets that differ by fewer companies than this are not both answered
 * @param rule window and repeat interval
 * @param personSubjectsPerDay the quota per person
 * @param now when it is decided
 */
public record GuardTerms(
    SortedSet<PartyId> set,
    Federation federation,
    int k,
    GuardRule rule,
    long personSubjectsPerDay,
    Instant now) {
  /** No day is longer than this, whatever clocks are put back in it. */
  private static final Duration DAY_MAX = Duration.ofDays(2);

  /** The terms of policy for a question over this set. */
  public static GuardTerms of(Adopted adopted, SortedSet<PartyId> set, Instant now) {
    return new GuardTerms(
        set,
        adopted.federation(),
        adopted.policy().largestK(),
        adopted.policy().guard(),
        adopted.policy().quotas().personSubjectsPerDay(),
        now);
  }

  /** Since when the quota per person counts: the start of the day in the directory's time zone. */
  Instant dayStart() {
    ZoneId zone = federation.directory().timeZone();
    return LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
  }

  Instant windowStart() {
    return now.minus(rule.window());
  }

  Instant repeatStart() {
    return now.minus(rule.repeatInterval());
  }

  /** Pins older than this decide nothing any more. */
  public static Instant oldestThatCounts(GuardRule rule, Instant now) {
    return now.minus(rule.window().compareTo(DAY_MAX) > 0 ? rule.window() : DAY_MAX);
  }
}
