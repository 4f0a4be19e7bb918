package io.heji.protocol;

import java.time.Duration;

/**
 * The named maximum of every list, message, text and wait that the parties exchange.
 *
 * <p>Whoever receives more refuses; whoever sends never makes more. A constant that only one
 * process needs lives in that process's own limits. Every constant here has its line in {@code
 * docs/reference/limits.md}.
 */
public final class Limits {
  /** Subjects of one query and elements of one evaluation call (protocol §4, §5). */
  public static final int SUBJECTS_MAX = 1_000;

  /** Platforms of one summed set (protocol §5). */
  public static final int MEMBERS_MAX = 256;

  /** Metrics of one query: each metric of the catalogue at most once (protocol §5). */
  public static final int METRICS_MAX = 14;

  /** Tokenisers of one roster, which the asker waits for all of. */
  public static final int TOKENISERS_MAX = 16;

  /** The fewest tokenisers of a federation: a single one could tabulate every identity (§4). */
  public static final int TOKENISERS_MIN = 2;

  /** Parties of one directory. */
  public static final int PARTIES_MAX = 4_096;

  /** Company groups that one party belongs to. */
  public static final int GROUPS_PER_PARTY_MAX = 16;

  /** Pinned regulators, and so signatures of one document. */
  public static final int REGULATORS_MAX = 32;

  /** Length of a party, federation or company group id (protocol §2). */
  public static final int ID_LENGTH_MAX = 32;

  /** Length of a key id in a protected header. */
  public static final int KEY_ID_LENGTH_MAX = 96;

  /** Length of the opaque ids of operators and consents. */
  public static final int OPAQUE_ID_LENGTH_MAX = 64;

  /** Length of a name shown to people, in code points. */
  public static final int NAME_LENGTH_MAX = 128;

  /** Length of an identity number as typed or stored, in code points (protocol §3). */
  public static final int SUBJECT_RAW_LENGTH_MAX = 64;

  /** Length of a purpose's name. */
  public static final int PURPOSE_LENGTH_MAX = 64;

  /** Purposes that one consent covers. */
  public static final int CONSENT_SCOPE_MAX = 16;

  /** Length of a jti: a UUID in lower case. */
  public static final int JTI_LENGTH = 36;

  /** Bytes of an encoded group element (protocol §4). */
  public static final int ELEMENT_BYTES = 33;

  /** Bytes of a batched DLEQ proof (protocol §4). */
  public static final int PROOF_BYTES = 64;

  /** Bytes of a token (protocol §4). */
  public static final int TOKEN_BYTES = 32;

  /** Bytes of an ES256 signature, r then s (protocol §2). */
  public static final int SIGNATURE_BYTES = 64;

  /** Bytes of one lane of a contribution (protocol §6). */
  public static final int LANE_BYTES = 8;

  /** Lanes of one contribution: the check lane, then what the largest query asks for (§6). */
  public static final int LANES_MAX = 1 + SUBJECTS_MAX * (2 + 3 * METRICS_MAX);

  /** Bytes that every sealed blob has beside its tokens: enc, version, tag key, pad seed, tag. */
  public static final int SEALED_OVERHEAD_BYTES = 32 + 1 + 32 + 32 + 16;

  /** Bytes of one member's sealed tokens (protocol §5). */
  public static final int SEALED_MAX_BYTES = SEALED_OVERHEAD_BYTES + SUBJECTS_MAX * TOKEN_BYTES;

  /** How long a query, an evaluation request or an access token may be valid (§4, §5). */
  public static final Duration MESSAGE_LIFETIME_MAX = Duration.ofSeconds(60);

  /**
   * The longest published answer delay, of a query for as many subjects as policy allows (§5): a
   * bank waits for it and the work itself.
   */
  public static final Duration ANSWER_DELAY_MAX = Duration.ofSeconds(30);

  /** How far the clocks of two parties may differ (protocol §2). */
  public static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(30);

  /** How long after the next roster's start the one before it may still be named (protocol §2). */
  public static final Duration PREVIOUS_ROSTER_GRACE = Duration.ofSeconds(60);

  /**
   * How long before its start a roster may be announced, for the next epoch's index to be built.
   */
  public static final Duration ROSTER_ANNOUNCED_MAX = Duration.ofDays(30);

  /**
   * Characters of a compact JWS: a query, an evaluation request, a disclosure of the largest query.
   */
  public static final int JWS_LENGTH_MAX = 8 << 20;

  /** Characters of a signed document (directory, policy, roster, key statement). */
  public static final int DOCUMENT_LENGTH_MAX = 2 << 20;

  /** Members of one JSON object and items of one JSON list. */
  public static final int JSON_ITEMS_MAX = 16_384;

  /** Depth of nested JSON. */
  public static final int JSON_DEPTH_MAX = 16;

  /**
   * Bytes of a request or answer between bank and gateway: the largest query, every member's sealed
   * tokens in base64url with room for names.
   */
  public static final int HTTP_BODY_MAX_BYTES = 16 << 20;

  /** Bytes of one frame of the link. */
  public static final int FRAME_MAX_BYTES = 4 << 20;

  private Limits() {}
}
