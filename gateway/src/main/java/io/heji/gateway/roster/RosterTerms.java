package io.heji.gateway.roster;

import java.time.Duration;

/**
 * The operator's part of when rosters change. Neither is negative: a roster would leave out
 * platforms that are there, or begin before it is announced.
 *
 * @param absence how long a platform must have been away before it leaves
 * @param announcement how long before its start the roster of a new epoch is announced, so that
 *     platforms can tokenise their books
 */
public record RosterTerms(Duration absence, Duration announcement) {
  public RosterTerms {
    if (absence.isNegative()) {
      throw new IllegalArgumentException("`heji.roster.absence` must not be negative");
    }
    if (announcement.isNegative()) {
      throw new IllegalArgumentException("`heji.roster.announcement` must not be negative");
    }
  }
}
