package io.heji.protocol.jws;

import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;

/**
 * When a short-lived message counts: made not in the future, not expired, not longer than {@link
 * Limits#MESSAGE_LIFETIME_MAX}, clocks being off by at most {@link Limits#CLOCK_SKEW_MAX}.
 */
public final class Validity {
  private Validity() {}

  /**
   * Refuses a message outside its time, in this order: too long a life, from the future, expired.
   */
  public static void require(Instant issuedAt, Instant expires, Instant now)
      throws RefusedException {
    Duration life = Duration.between(issuedAt, expires);
    if (life.isNegative() || life.isZero() || life.compareTo(Limits.MESSAGE_LIFETIME_MAX) > 0) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST,
          "`exp` must be 1 to " + Limits.MESSAGE_LIFETIME_MAX.toSeconds() + " s after `iat`");
    }
    if (issuedAt.isAfter(now.plus(Limits.CLOCK_SKEW_MAX))) {
      throw new RefusedException(
          ProblemType.CLOCK_SKEW,
          "`iat` is more than " + Limits.CLOCK_SKEW_MAX.toSeconds() + " s in the future");
    }
    if (!now.isBefore(expires.plus(Limits.CLOCK_SKEW_MAX))) {
      throw new RefusedException(ProblemType.MESSAGE_EXPIRED, "`exp` has passed");
    }
  }
}
