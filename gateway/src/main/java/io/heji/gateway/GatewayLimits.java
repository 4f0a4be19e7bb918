package io.heji.gateway;

import java.time.Duration;

/** Named maxima that only the gateway keeps, each with its line in docs/reference/limits.md. */
public final class GatewayLimits {
  /** Characters of a signed query: 256 members' hashes, 14 metrics and a consent, with room. */
  public static final int QUERY_LENGTH_MAX = 65_536;

  /** Characters of a signed evaluation request. */
  public static final int EVALUATION_REQUEST_LENGTH_MAX = 4096;

  /** Characters of the Authorization header. */
  public static final int AUTHORIZATION_LENGTH_MAX = 4096;

  /** How long all tokenisers may take together. */
  public static final Duration TOKENISER_TIMEOUT = Duration.ofSeconds(20);

  /** What platforms may take beyond the published answer delay. */
  public static final Duration ASK_MARGIN = Duration.ofSeconds(10);

  /** How often what nobody may ask for any more is forgotten. */
  public static final Duration HOUSEKEEPING = Duration.ofHours(1);

  /**
   * After how long a permitted query without an outcome was interrupted: a message's life, the
   * largest answer delay and both margins are over by then.
   */
  public static final Duration QUERY_ENDS_WITHIN = Duration.ofMinutes(3);

  /** How often the gateway looks whether the roster must change. */
  public static final Duration ROSTER_LOOK = Duration.ofSeconds(1);

  private GatewayLimits() {}
}
