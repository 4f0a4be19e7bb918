package io.heji.agent.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.CustomerIndex.Entry;
import io.heji.agent.index.CustomerIndex.Reached;
import io.heji.agent.played.AgentDatabase;
import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.token.Token;
import io.heji.store.StoreFailedException;
import io.heji.store.played.PlayedDatabase;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an ended epoch's index goes, and how long a call takes at most, on PostgreSQL. */
class CustomerIndexStoreIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final int AT_ONCE = 5;

  private static PlayedDatabase database;
  private static Pool pool;

  private final PlayedQuery play = new PlayedQuery(NOW);
  private CustomerIndexStore index;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = AgentDatabase.start();
    pool = database.pool(2);
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @BeforeEach
  void begin() throws Exception {
    index = store(CustomerIndexStore.STATEMENT_TIMEOUT);
    empty();
  }

  private CustomerIndexStore store(Duration statementTimeout) {
    SecretBytes localKey = SecretBytes.random(32, play.randomness());
    return new CustomerIndexStore(pool, localKey, AT_ONCE, statementTimeout);
  }

  private static void empty() throws Exception {
    database.execute("truncate customer_index, index_complete, index_progress");
  }

  @Test
  void erasesEndedEpochsWholeAndNothingOfTheOthers() throws Exception {
    for (int rows : new int[] {0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE}) {
      book(1, rows);
      book(2, rows);
      List<Token> kept = book(3, rows);

      index.forgetBefore(3);

      assertThat(count("customer_index where epoch < 3")).as("of %s", rows).isZero();
      assertThat(index.completed(1)).isEmpty();
      assertThat(index.completed(3)).isPresent();
      assertThat(index.find(3, kept)).hasSize(rows).allMatch(references -> references.size() == 1);
      empty();
    }
  }

  /** Two accounts of one person are two rows of one token. */
  @Test
  void erasesEachRowOfAPersonWithManyReferences() throws Exception {
    Token person = play.token();
    List<Entry> entries = new ArrayList<>();
    for (int reference = 0; reference < 3 * AT_ONCE; reference++) {
      entries.add(new Entry(person, "reference-" + reference));
    }
    index.add(1, entries, new Reached(NOW, "reference", entries.size(), 0));

    index.forgetBefore(2);

    assertThat(count("customer_index")).isZero();
  }

  /** Wherever it is interrupted, what was erased stays erased and the next call goes on. */
  @Test
  void goesOnWhereItWasInterrupted() throws Exception {
    int rows = 4 * AT_ONCE;
    book(1, rows);
    List<Token> kept = book(2, rows);
    // The statement that reaches the last row fails, as often as it is tried.
    database.execute(
        "create function interrupted() returns trigger language plpgsql as"
            + " $$ begin raise exception 'interrupted'; end $$");
    database.execute(
        "create trigger interrupted before delete on customer_index for each row when"
            + " (old.token_key = '"
            + lastKey()
            + "') execute function interrupted()");

    for (int trial = 0; trial < 2; trial++) {
      assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> index.forgetBefore(2));
      assertThat(count("customer_index where epoch = 1")).isEqualTo(AT_ONCE);
      assertThat(index.completed(1)).isEmpty();
      assertThat(index.find(2, kept)).allMatch(references -> references.size() == 1);
    }

    database.execute("drop trigger interrupted on customer_index");
    index.forgetBefore(2);
    assertThat(count("customer_index where epoch = 1")).isZero();
    assertThat(count("customer_index where epoch = 2")).isEqualTo(rows);
  }

  /**
   * A table that somebody holds: who waits longer than the limit is told, who need not is served.
   */
  @Test
  void aCallEndsInTimeAndOneThatHasTimeLeftIsServed() throws Exception {
    List<Token> kept = book(1, 1);
    CustomerIndexStore impatient = store(Duration.ofMillis(200));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table customer_index");
      Future<List<Set<String>>> patient = threads.submit(() -> index.find(1, kept));

      assertThatExceptionOfType(StoreFailedException.class)
          .isThrownBy(() -> impatient.find(1, kept))
          .withMessageEndingWith(": TimeoutException");

      assertThat(patient.isDone()).isFalse();
      holder.rollback();
      assertThat(patient.get()).containsExactly(Set.of("reference-0"));
    }
    assertThat(impatient.reached(1)).isEmpty();
    assertThat(CustomerIndexStore.STATEMENT_TIMEOUT).hasSeconds(30);
  }

  private List<Token> book(long epoch, int rows) {
    List<Token> tokens = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Token token = play.token();
      tokens.add(token);
      entries.add(new Entry(token, "reference-" + row));
    }
    index.add(epoch, entries, new Reached(NOW, "reference", rows, 0));
    index.complete(epoch, new Completed(NOW, rows, 0));
    return tokens;
  }

  private static String lastKey() throws Exception {
    return database
        .rows(
            "select token_key::text from customer_index where epoch = 1"
                + " order by token_key desc limit 1")
        .getFirst();
  }

  private static int count(String what) throws Exception {
    return database.number("select count(*) from " + what);
  }
}
