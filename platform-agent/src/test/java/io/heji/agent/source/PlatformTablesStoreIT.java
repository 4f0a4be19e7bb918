package io.heji.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.agent.AgentLimits;
import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.agent.source.PlatformTables.Request;
import io.heji.protocol.metric.Metric;
import io.heji.store.played.PlayedDatabase;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The platform's tables on PostgreSQL, under a role that can only read. */
@Timeout(120)
class PlatformTablesStoreIT {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int CONNECTIONS = 4;
  private static final int MANY = AgentLimits.ROWS_PER_PERSON_MAX;

  private static PlayedDatabase database;
  private static Pool pool;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = PlayedDatabase.start();
    database.execute(
        "create table users (user_id bigint primary key, id_card_no text)",
        "create table accounts (user_id bigint, state text, principal_yuan numeric,"
            + " limit_yuan numeric, overdue_yuan numeric, dpd int, next_due_on date,"
            + " next_due_yuan numeric, opened_on date)",
        // Customer 6's rows cannot be read: the platform's own expression divides by zero.
        "create view loan_accounts as select user_id, state, principal_yuan / (user_id - 6)"
            + " * (user_id - 6) principal_yuan, limit_yuan, overdue_yuan, dpd, next_due_on,"
            + " next_due_yuan, opened_on from accounts",
        "create role reader login password 'reader'",
        "grant select on all tables in schema public to reader",
        "create role nobody login password 'nobody'",
        "alter role reader set default_transaction_read_only = on",
        "insert into users select n, 'id' || n from generate_series(1, 6) n",
        loans(1, 2),
        loans(2, MANY),
        loans(3, MANY + 1),
        loans(4, 1),
        loans(6, 1));
    pool = database.pool(CONNECTIONS, "reader");
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @Test
  void vetoesRatherThanFailsWhereARowMakesTheStatementFail() {
    assertThat(read(List.of(Set.of("6"), Set.of("99"))))
        .containsOnly(new SubjectValues.Unreadable());
    assertThat(read(List.of(Set.of("1")))).containsExactly(owing(2));
  }

  /** A person-dependent outcome is a veto: the others of the batch are read, with no message. */
  @Test
  void asksAboutNobodyToSeeWhetherItCan() {
    PlayedBooks.source(new PlatformTablesStore(pool)).requireReadable(ZONE);

    Pool stranger = database.pool(1, "nobody");
    assertThatThrownBy(
            () -> PlayedBooks.source(new PlatformTablesStore(stranger)).requireReadable(ZONE))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void saysNothingOfAPersonWithTooManyRowsAndReadsTheOthers() {
    List<SubjectValues> read =
        read(
            List.of(
                Set.of("1"), Set.of("2"), Set.of("3"), Set.of("2", "4"), Set.of(), Set.of("99")));

    assertThat(read)
        .containsExactly(
            owing(2),
            owing(MANY),
            new SubjectValues.Unreadable(),
            new SubjectValues.Unreadable(),
            new SubjectValues.Values(false, List.of(0L)),
            new SubjectValues.Values(false, List.of(0L)));
  }

  /** Two identities, one customer: each subject has that customer's rows once. */
  @Test
  void readsACustomerWhoIsAskedAboutTwiceTheSameBothTimes() {
    assertThat(read(List.of(Set.of("1"), Set.of("1", "4")))).containsExactly(owing(2), owing(3));
  }

  @Test
  void saysNothingOfAPersonWithTooManyReferences() {
    Set<String> most = new HashSet<>(Set.of("1"));
    for (int i = 1; i < AgentLimits.REFERENCES_PER_PERSON_MAX; i++) {
      most.add(Integer.toString(1000 + i));
    }
    Set<String> tooMany = new HashSet<>(most);
    tooMany.add("5000");

    assertThat(read(List.of(most, tooMany)))
        .containsExactly(owing(2), new SubjectValues.Unreadable());
  }

  /** All connections wait for a table that somebody holds: the database itself frees them. */
  @Test
  void aTableThatIsHeldEndsEachReadingAndTheNextIsServed() throws Exception {
    // The caller gives up first, so that nobody but the database can end the statement.
    PlatformTablesStore store =
        new PlatformTablesStore(pool, Duration.ofMillis(500), Duration.ofMillis(1500));
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table users");

      for (Future<List<List<List<@Nullable String>>>> reading : atTheSameTime(store)) {
        assertThatThrownBy(reading::get).hasCauseInstanceOf(CompletionException.class);
      }
      // The table is still held; another one is served by the same connections.
      List<List<List<@Nullable String>>> rows =
          new PlatformTablesStore(pool).inOneSnapshot(ZONE, List.of(request("loan_accounts")));
      assertThat(rows.getFirst()).hasSize(1);
      holder.rollback();
    }
    assertThat(store.inOneSnapshot(ZONE, List.of(request("users"))).getFirst()).hasSize(1);
  }

  /** A statement that is ended leaves nothing behind in the connection. */
  @Test
  void theLimitIsTheTransactionsOwn() throws Exception {
    PlatformTablesStore store =
        new PlatformTablesStore(pool, Duration.ofSeconds(30), Duration.ofMillis(100));

    assertThatThrownBy(
            () -> store.inOneSnapshot(ZONE, List.of(new Request("select pg_sleep(60)", List.of()))))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("57014");

    String sql = "select current_setting('statement_timeout')";
    assertThat(new PlatformTablesStore(pool).single(ZONE, sql)).contains("8s");
  }

  private static List<Future<List<List<List<@Nullable String>>>>> atTheSameTime(
      PlatformTablesStore store) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<List<List<@Nullable String>>>>> readings = new ArrayList<>();
      for (int i = 0; i < 2 * CONNECTIONS; i++) {
        readings.add(() -> store.inOneSnapshot(ZONE, List.of(request("users"))));
      }
      return threads.invokeAll(readings);
    }
  }

  private static Request request(String table) {
    return new Request("select count(*)::text from " + table, List.of());
  }

  private static List<SubjectValues> read(List<Set<String>> references) {
    return PlayedBooks.source(new PlatformTablesStore(pool))
        .read(references, List.of(Metric.ACTIVE_LOANS), LocalDate.of(2026, 11, 23), ZONE, 2);
  }

  private static SubjectValues owing(long loans) {
    return new SubjectValues.Values(true, List.of(loans));
  }

  private static String loans(int user, int count) {
    return "insert into accounts select "
        + user
        + ", 'A', 1, 1, 0, 0, null, null, '2026-01-01' from generate_series(1, "
        + count
        + ")";
  }
}
