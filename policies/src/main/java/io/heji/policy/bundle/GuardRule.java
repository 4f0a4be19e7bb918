package io.heji.policy.bundle;

import java.time.Duration;

/**
 * The differencing guard: how long agents remember which sets a person was summed over, so that
 * nobody learns one platform's amount as the difference of two totals (protocol section 5).
 *
 * @param window how long an answered set stays pinned
 * @param repeatInterval in which the same set is answered {@value #REPEATS_MAX} times at most
 */
public record GuardRule(Duration window, Duration repeatInterval) {
  /** Different sets that are answered for one person within the window. */
  public static final int SETS_MAX = 2;

  /** Answers over the same set within the repeat interval. */
  public static final int REPEATS_MAX = 3;
}
