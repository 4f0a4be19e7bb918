package io.heji.sandbox.ceremony;

import java.time.Duration;

/**
 * How quickly rosters may follow each other.
 *
 * @param dwell of the policy bundle
 * @param absence of the gateway's configuration
 * @param announcement of the gateway's configuration
 */
public record RosterPace(Duration dwell, Duration absence, Duration announcement) {
  /** What the shipped bundle and the gateway's defaults say. */
  public static final RosterPace SHIPPED =
      new RosterPace(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofHours(24));
}
