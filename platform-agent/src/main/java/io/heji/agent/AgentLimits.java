package io.heji.agent;

import io.heji.protocol.Limits;
import io.heji.store.DatabaseStore;
import java.time.Duration;

/** Named maxima that only an agent keeps, each with its line in docs/reference/limits.md. */
public final class AgentLimits {
  /**
   * Customers of a page of the book: large enough to share a proof, small enough for a frame and
   * for steady progress.
   */
  public static final int BOOK_PAGE = 1_000;

  /** Pages under way at a time: one being blinded, one at the tokenisers, one being written. */
  public static final int BOOK_PAGES_IN_FLIGHT = 3;

  /** The first wait before a failed tokenisation goes on; doubles with each failure. */
  public static final Duration BOOK_RETRY_MIN = Duration.ofSeconds(2);

  /** The longest such wait: a page that fails at one tokeniser is charged by the others. */
  public static final Duration BOOK_RETRY_MAX = Duration.ofSeconds(60);

  /** Rows of one kind (customer, loan, application) read of one person; beyond: a veto. */
  public static final int ROWS_PER_PERSON_MAX = 1000;

  /** Customer references that one person may have; beyond: a veto. */
  public static final int REFERENCES_PER_PERSON_MAX = 100;

  /** After how long the platform's database itself ends a statement of the agent. */
  public static final Duration SOURCE_STATEMENT_TIMEOUT = Duration.ofSeconds(8);

  /** After how long without a byte a connection to the platform's database is given up. */
  public static final Duration SOURCE_SILENCE_MAX = Duration.ofSeconds(15);

  /**
   * How long a question waits for earlier ones of the same company, which are decided one after the
   * other, before it takes a connection to the agent's database.
   */
  public static final Duration COMPANY_TURN_WAIT = DatabaseStore.TRANSACTION_TIMEOUT;

  /** How often what is of no use any more is forgotten and erased. */
  public static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

  /** Rows of an ended epoch's index that are erased in one transaction. */
  public static final int ERASED_AT_ONCE = 10_000;

  /**
   * How long the lanes of an answer are kept after its query has expired: twice the clocks'
   * difference, since either clock may be the one that is off. Then nobody gets the same bytes
   * again; that the query was answered stays on record.
   */
  public static final Duration LANES_KEPT_AFTER_EXPIRY = Limits.CLOCK_SKEW_MAX.multipliedBy(2);

  /** How long the record of what was answered is kept, for reconciling: 400 days. */
  public static final Duration ANSWER_RECORD_KEPT = Duration.ofDays(400);

  private AgentLimits() {}
}
