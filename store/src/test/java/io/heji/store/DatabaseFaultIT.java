package io.heji.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.policy.adoption.SerialMemory;
import io.heji.policy.adoption.SerialMemory.Remembered;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.store.OnceRegister.Kind;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is gone, hangs or is full: a typed failure in time, and then it works again. */
@Timeout(120)
class DatabaseFaultIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final PartyId BANK = new PartyId("bank-north");
  private static final int CONNECTIONS = 4;

  /** What a failure may take beyond the limit, on a machine that does other things as well. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private Vertx vertx;
  private EmbeddedPostgres postgres;
  private Pool pool;

  @BeforeEach
  void start() throws Exception {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .start();
    for (String script :
        List.of(
            "V1__messages_quotas_serials.sql",
            "V2__since_when_documents_apply.sql",
            "V3__the_roster_gone_by.sql")) {
      try (InputStream sql = OnceStore.class.getResourceAsStream("/db/common/" + script)) {
        if (sql == null) {
          throw new IllegalStateException("no script " + script);
        }
        execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    vertx = Vertx.vertx();
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(CONNECTIONS))
            .connectingTo(
                new PgConnectOptions()
                    .setHost("localhost")
                    .setPort(postgres.getPort())
                    .setUser("postgres")
                    .setPassword("postgres")
                    .setDatabase("postgres"))
            .using(vertx)
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    postgres.close();
  }

  @Test
  void aDatabaseThatIsGoneFailsTypedAndServesAgainWhenItIsBack() throws Exception {
    OnceStore once = new OnceStore(pool);
    QuotaStore quotas = new QuotaStore(pool);
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW)).isTrue();
    assertThat(quotas.charge("a", 3, 10)).isTrue();
    int port = postgres.getPort();

    postgres.close();
    failsTyped(() -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(2), NOW));
    failsTyped(() -> quotas.charge("a", 1, 10));
    failsTyped(() -> new SerialMemoryStore(pool).newest(SerialMemory.Kind.ROSTER));

    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
    // The same pool, and what it was told before.
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW)).isFalse();
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(2), NOW)).isTrue();
    assertThat(quotas.used("a")).isEqualTo(3);
  }

  /** More callers than connections wait for a table that somebody holds. */
  @Test
  void aStatementThatHangsEndsInTimeAndThePoolServesAfterwards() throws Exception {
    OnceStore once = new OnceStore(pool);
    try (Connection holder = postgres.getPostgresDatabase().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table message_once");

      List<Duration> waits = atTheSameTime(number -> waited(once, number), 3 * CONNECTIONS);

      assertThat(waits)
          .allSatisfy(
              wait -> assertThat(wait).isLessThan(DatabaseStore.TRANSACTION_TIMEOUT.plus(MARGIN)));
      holder.rollback();
    }

    List<Boolean> first =
        atTheSameTime(
            number -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(100 + number), NOW),
            3 * CONNECTIONS);
    assertThat(first).hasSize(3 * CONNECTIONS).containsOnly(true);
  }

  /** Error class 53 of PostgreSQL, as a full disk gives it. */
  @Test
  void aFullDiskFailsTypedAndKeepsNothingHalf() throws Exception {
    OnceStore once = new OnceStore(pool);
    QuotaStore quotas = new QuotaStore(pool);
    SerialMemoryStore serials = new SerialMemoryStore(pool);
    Remembered document =
        new Remembered(new DocumentRef(1, Sha256.of(Bytes.ascii("document"))), NOW);
    execute(
        "create function full_disk() returns trigger language plpgsql as"
            + " $$ begin raise exception 'full' using errcode = '53100'; end $$");
    List<String> tables = List.of("message_once", "quota_used", "newest_document");
    for (String table : tables) {
      execute(
          "create trigger full_disk after insert on " + table + " execute function full_disk()");
    }

    failsTyped(() -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW));
    failsTyped(() -> quotas.charge("a", 3, 10));
    failsTyped(
        () -> {
          serials.remember(SerialMemory.Kind.ROSTER, document);
          return true;
        });
    assertThat(quotas.used("a")).isZero();
    assertThat(serials.newest(SerialMemory.Kind.ROSTER)).isEmpty();

    for (String table : tables) {
      execute("drop trigger full_disk on " + table);
    }
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW)).isTrue();
    assertThat(quotas.charge("a", 3, 10)).isTrue();
    serials.remember(SerialMemory.Kind.ROSTER, document);
    assertThat(serials.newest(SerialMemory.Kind.ROSTER)).contains(document);
  }

  private static void failsTyped(Callable<?> call) {
    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(call::call)
        .withMessageNotContainingAny(BANK.value(), "00000000-0000");
  }

  /** How long it took until the caller was told that it failed. */
  private static Duration waited(OnceStore once, int number) {
    long start = System.nanoTime();
    failsTyped(() -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(number), NOW));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String jti(int number) {
    return "00000000-0000-7000-8000-%012d".formatted(number);
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
