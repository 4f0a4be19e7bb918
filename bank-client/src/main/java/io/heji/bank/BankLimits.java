package io.heji.bank;

import io.heji.protocol.Limits;
import java.time.Duration;

/** The named maximum of what only the bank's side keeps or waits for. */
public final class BankLimits {
  /** How long a connection to the gateway may take to come up. */
  public static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(5);

  /**
   * How long a whole exchange with the gateway may take, body included: the longest delay that a
   * policy bundle may publish, and 60 s for the platforms' margin and the gateway's own database.
   * What comes later can be fetched.
   */
  public static final Duration ANSWER_WAIT_MAX = Limits.ANSWER_DELAY_MAX.plusSeconds(60);

  /**
   * How long fetched documents serve further questions. A gateway that has newer ones refuses such
   * a question, and the client asks again by the new ones.
   */
  public static final Duration DOCUMENTS_SERVE_MAX = Duration.ofSeconds(5);

  /** Tokens kept in memory; the file may hold more, the rest is tokenised again. */
  public static final int TOKENS_KEPT_MAX = 200_000;

  /** Questions whose keys are kept so that the answer can be fetched again; the oldest go first. */
  public static final int PENDING_QUERIES_MAX = 10_000;

  /** How many of the oldest go when there is no room for one more. */
  public static final int PENDING_QUERIES_DROPPED_AT_ONCE = 100;

  /** Bytes of one kept question: the largest query, its keys and the documents of its time. */
  public static final int PENDING_QUERY_MAX_BYTES = 16 << 20;

  /** Bytes of a bank's profile file. */
  public static final int PROFILE_MAX_BYTES = 256 << 10;

  /** Consents that a profile file lists. */
  public static final int CONSENTS_MAX = 1_000;

  /** Characters of a problem's detail that are passed on. */
  public static final int PROBLEM_DETAIL_LENGTH_MAX = 512;

  /** Characters of an address or a path in a profile. */
  public static final int PROFILE_TEXT_LENGTH_MAX = 1_024;

  /**
   * Characters of the line that names a subject: a scheme and the longest raw number, with room.
   */
  public static final int SUBJECT_LINE_LENGTH_MAX = 256;

  private BankLimits() {}
}
