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
import io.heji.store.played.Callers;
import io.heji.store.played.PlayedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
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
  private PlayedDatabase database;
  private AnsweredStore store;

  @BeforeEach
  void start() throws Exception {
    database = AgentDatabase.migrated(PlayedDatabase.in(folder));
    store = new AnsweredStore(database.pool(CONNECTIONS));
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** More questions than connections wait for a table that somebody holds. */
  @Test
  void aTableThatIsHeldEndsEachAskInTimeAndThePoolServesAfterwards() throws Exception {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table answered");

      List<Duration> waits = Callers.atTheSameTime(3 * CONNECTIONS, this::waited);

      assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST));
      holder.rollback();
    }

    List<Answered> answers =
        Callers.atTheSameTime(
            2 * CONNECTIONS,
            number -> store.answerOnce(question(jti(100 + number)), maker(jti(100 + number))));
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
        Connection replica = database.connect();
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
      while (database.number(waiting) == 0) {
        Thread.onSpinWait();
      }

      for (int number = 100; number < 100 + 3 * CONNECTIONS; number++) {
        String jti = jti(number);
        assertThat(store.answerOnce(ofCompany("south", question(jti)), maker(jti)).jti())
            .isEqualTo(jti);
      }

      assertThat(database.number(waiting)).isEqualTo(1);
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

  /** Error class 53 of PostgreSQL, as a full disk gives it, at each of the three tables. */
  @Test
  void aFullDiskAnswersNothingHalf() throws Exception {
    for (String table : List.of("answered", "pinned_set", "pin")) {
      String jti = jti(table.length());
      database.fullAt(table);
      failsTyped(() -> store.answerOnce(question(jti), maker(jti)));
      assertThat(store.find(PlayedQuery.BANK, jti)).as(table).isEmpty();
      database.roomAt(table);

      Answered answer = store.answerOnce(question(jti), maker(jti));
      assertThat(store.find(PlayedQuery.BANK, jti)).contains(answer);
      database.execute("truncate answered, pin, pinned_set");
    }
  }

  /** The database goes while the contribution is computed: it does not leave. */
  @Test
  void aDatabaseThatGoesInBetweenAnswersNothingAndServesAgainWhenItIsBack() throws Exception {
    String jti = jti(1);
    failsTyped(
        () ->
            store.answerOnce(
                question(jti),
                byGuard -> {
                  database.goes();
                  return made(jti, byGuard);
                }));
    failsTyped(() -> store.find(PlayedQuery.BANK, jti));

    database.comesBack();
    assertThat(store.find(PlayedQuery.BANK, jti)).isEmpty();
    Answered answer = store.answerOnce(question(jti), maker(jti));
    assertThat(store.find(PlayedQuery.BANK, jti)).contains(answer);
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
}
