package io.heji.member;

import java.time.Duration;

/** The named limits of what a member's operator makes. */
public final class MemberLimits {
  /** How long a key statement lasts where nothing else is said: an epoch and its overlap. */
  public static final Duration STATEMENT_VALID = Duration.ofDays(97);

  /** The longest that a key statement may last: an epoch's keys have no forward secrecy. */
  public static final Duration STATEMENT_VALID_MAX = Duration.ofDays(366);

  private MemberLimits() {}
}
