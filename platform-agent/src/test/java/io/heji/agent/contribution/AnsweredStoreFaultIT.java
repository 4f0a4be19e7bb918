package io.heji.agent.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.played.AgentDatabase;
import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.query.Contribution;
import io.heji.store.DatabaseStore;
import io.heji.store.StoreFailedException;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answer once while the agent's database is gone, hangs or is full. */
@Timeout(180)
class AnsweredStoreFaultIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final int CONNECTIONS = 3;

  /**
   * For a connection, then for the question before or for the table: each has its own limit, and
   * the rest is what a machine that does other things as well may take.
   */
  private static final Duration LONGEST =
      DatabaseStore.TRANSACTION_TIMEOUT.multipliedBy(2).plusSeconds(5);

  @TempDir private Path folder;
  private final PlayedQuery play = new PlayedQuery(NOW);
  private final PersonKeys keys = new PersonKeys(SecretBytes.random(32, play.randomness()));
  private Vertx vertx;
  private EmbeddedPostgres postgres;
  private AnsweredStore store;

  @BeforeEach
  void start() throws Exception {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .start();
    AgentDatabase.migrate(postgres);
    vertx = Vertx.vertx();
    Pool pool = AgentDatabase.pool(postgres, vertx, CONNECTIONS);
    store = new AnsweredStore(pool);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    postgres.close();
  }

  /** More questions than connections wait for a table that somebody holds. */
  @Test
  void aTableThatIsHeldEndsEachAskInTimeAndThePoolServesAfterwards() throws Exception {
    try (Connection holder = postgres.getPostgresDatabase().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table answered");

      List<Duration> waits = atTheSameTime(this::waited, 3 * CONNECTIONS);

      assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST));
      holder.rollback();
    }

    List<Answered> answers =
        atTheSameTime(
            number -> store.answerOnce(question(jti(100 + number)), maker(jti(100 + number))),
            2 * CONNECTIONS);
    assertThat(answers).hasSize(2 * CONNECTIONS);
    for (int number = 0; number < 3 * CONNECTIONS; number++) {
      assertThat(store.find(PlayedQuery.BANK, jti(number))).isEmpty();
    }
  }

  /**
   * ⚔ a flood of one company, while a replica decides a question of it: one connection waits for
   * the replica, the others serve.
   */
  @Test
  void aFloodOfOneCompanyLeavesConnectionsToTheOthers() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection replica = postgres.getPostgresDatabase().getConnection();
        Statement statement = replica.createStatement()) {
      replica.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtextextended('heji/pins/north', 0))");
      List<Future<Answered>> flood = new ArrayList<>();
      for (int number = 0; number < 3 * CONNECTIONS; number++) {
        String jti = jti(number);
        Question question = question(jti);
        flood.add(threads.submit(() -> store.answerOnce(question, maker(jti))));
      }
      String waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
      while (number(waiting) == 0) {
        Thread.onSpinWait();
      }

      for (int number = 100; number < 100 + 3 * CONNECTIONS; number++) {
        String jti = jti(number);
        assertThat(store.answerOnce(ofCompany("south", question(jti)), maker(jti)).jti())
            .isEqualTo(jti);
      }

      assertThat(number(waiting)).isEqualTo(1);
      replica.rollback();
      for (Future<Answered> each : flood) {
        assertThat(each.get().contribution()).isPresent();
      }
    }
  }

  private static Question ofCompany(String company, Question question) {
    return new Question(
        question.issuer(),
        question.jti(),
        question.expires(),
        company,
        question.terms(),
        question.persons());
  }

  private int number(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Error class 53 of PostgreSQL, as a full disk gives it, at each of the three tables. */
  @Test
  void aFullDiskAnswersNothingHalf() throws Exception {
    execute(
        "create function full_disk() returns trigger language plpgsql as"
            + " $$ begin raise exception 'full' using errcode = '53100'; end $$");
    for (String table : List.of("answered", "pinned_set", "pin")) {
      String jti = jti(table.length());
      execute(
          "create trigger full_disk after insert on " + table + " execute function full_disk()");
      failsTyped(() -> store.answerOnce(question(jti), maker(jti)));
      assertThat(store.find(PlayedQuery.BANK, jti)).as(table).isEmpty();
      execute("drop trigger full_disk on " + table);

      Answered answer = store.answerOnce(question(jti), maker(jti));
      assertThat(store.find(PlayedQuery.BANK, jti)).contains(answer);
      execute("truncate answered, pin, pinned_set");
    }
  }

  /** The database goes while the contribution is computed: it does not leave. */
  @Test
  void aDatabaseThatGoesInBetweenAnswersNothingAndServesAgainWhenItIsBack() throws Exception {
    int port = postgres.getPort();
    String jti = jti(1);
    failsTyped(
        () ->
            store.answerOnce(
                question(jti),
                byGuard -> {
                  close(postgres);
                  return made(jti, byGuard);
                }));
    failsTyped(() -> store.find(PlayedQuery.BANK, jti));

    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
    assertThat(store.find(PlayedQuery.BANK, jti)).isEmpty();
    Answered answer = store.answerOnce(question(jti), maker(jti));
    assertThat(store.find(PlayedQuery.BANK, jti)).contains(answer);
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException stuck) {
      throw new AssertionError(stuck);
    }
  }

  private static void failsTyped(Callable<?> call) {
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(call::call);
  }

  /** How long it took until the caller was told that it failed. */
  private Duration waited(int number) {
    long start = System.nanoTime();
    failsTyped(() -> store.answerOnce(question(jti(number)), maker(jti(number))));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String jti(int number) {
    return "00000000-0000-7000-8000-%012d".formatted(number);
  }

  private Question question(String jti) throws Exception {
    List<Bytes> names = keys.of(List.of("north"), play.token(), Set.of());
    return new Question(
        PlayedQuery.BANK,
        jti,
        NOW.plusSeconds(60),
        "north",
        new GuardTerms(
            new TreeSet<>(PlayedQuery.ON_THE_ROSTER),
            play.federation(),
            2,
            new GuardRule(Duration.ofDays(7), Duration.ofDays(1)),
            100,
            NOW),
        List.of(new Question.Person(keys.question(Sha256.of(Bytes.ascii(jti)), 0), names, names)));
  }

  private static AnsweredContributions.Maker maker(String jti) {
    return byGuard -> made(jti, byGuard);
  }

  private static Made made(String jti, List<Boolean> vetoed) {
    return new Made(
        new Answered(
            PlayedQuery.BANK,
            jti,
            Sha256.of(Bytes.ascii(jti)),
            SummedSet.hash(new TreeSet<>(PlayedQuery.ON_THE_ROSTER)),
            Optional.of(new Contribution(Bytes.ascii("lanes"), 1, 2, Bytes.ascii("signature")))),
        vetoed);
  }

  /** What one of several callers does. */
  private interface Act<T> {
    T by(int number) throws Exception;
  }

  private static <T> List<T> atTheSameTime(Act<T> act, int callers) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int number = caller;
        calls.add(() -> act.by(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
