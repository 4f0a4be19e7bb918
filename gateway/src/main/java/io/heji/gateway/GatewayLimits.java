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

  /**
   * Connections to each listener (API, link, health) from their first moment, TLS or not: the
   * process's open files are the database's and the record's too.
   */
  public static final int SOCKETS_MAX = 4096;

  /**
   * How long a connection may take to the end of its first request's head, at the link to its
   * HTTP/2 settings, and after an answer from the next byte to the end of the next head.
   */
  public static final Duration HEAD_ARRIVAL = Duration.ofSeconds(10);

  /** Connections to the API. */
  public static final int API_CONNECTIONS_MAX = 1024;

  /** Characters of the first line of a request: method, path and version. */
  public static final int API_LINE_LENGTH_MAX = 4096;

  /** Bytes of all headers of a request. */
  public static final int API_HEADERS_MAX_BYTES = 16_384;

  /** How long a connection to the API may take to come to TLS; it counts among the others then. */
  public static final Duration API_TLS_WAIT = Duration.ofSeconds(5);

  /**
   * How long a connection to the API may carry nothing: longer than the slowest question takes,
   * during which nothing travels either.
   */
  public static final Duration API_IDLE_TIMEOUT = Duration.ofMinutes(2);

  /** Requests to the API that are worked on at a time; more are refused as {@code too-busy}. */
  public static final int REQUESTS_UNDER_WAY_MAX = 128;

  /**
   * Questions and evaluations of one bank, or evaluations of one platform, that are open at a time:
   * a quarter of what a member's link carries. More are refused as {@code too-busy}.
   */
  public static final int OPEN_CALLS_PER_CALLER_MAX = 16;

  /** How long a request's body may take to arrive. */
  public static final Duration REQUEST_ARRIVAL = Duration.ofSeconds(30);

  /** Refused questions of one bank that are recorded in a day; more are refused off the record. */
  public static final int REFUSALS_RECORDED_PER_DAY = 10_000;

  private GatewayLimits() {}
}
