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
import io.heji.store.played.Callers;
import io.heji.store.played.PlayedDatabase;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
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
  private PlayedDatabase database;
  private Pool pool;

  @BeforeEach
  void start() throws Exception {
    database = PlayedDatabase.in(folder);
    CommonTables.make(database);
    pool = database.pool(CONNECTIONS);
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  void aDatabaseThatIsGoneFailsTypedAndServesAgainWhenItIsBack() throws Exception {
    OnceStore once = new OnceStore(pool);
    QuotaStore quotas = new QuotaStore(pool);
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW)).isTrue();
    assertThat(quotas.charge("a", 3, 10)).isTrue();

    database.goes();
    failsTyped(() -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(2), NOW));
    failsTyped(() -> quotas.charge("a", 1, 10));
    failsTyped(() -> new SerialMemoryStore(pool).newest(SerialMemory.Kind.ROSTER));

    database.comesBack();
    // The same pool, and what it was told before.
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(1), NOW)).isFalse();
    assertThat(once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(2), NOW)).isTrue();
    assertThat(quotas.used("a")).isEqualTo(3);
  }

  /** More callers than connections wait for a table that somebody holds. */
  @Test
  void aStatementThatHangsEndsInTimeAndThePoolServesAfterwards() throws Exception {
    OnceStore once = new OnceStore(pool);
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table message_once");

      List<Duration> waits = Callers.atTheSameTime(3 * CONNECTIONS, number -> waited(once, number));

      assertThat(waits)
          .allSatisfy(
              wait -> assertThat(wait).isLessThan(DatabaseStore.TRANSACTION_TIMEOUT.plus(MARGIN)));
      holder.rollback();
    }

    List<Boolean> first =
        Callers.atTheSameTime(
            3 * CONNECTIONS,
            number -> once.isFirst(Kind.ACCESS_TOKEN, BANK, jti(100 + number), NOW));
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
    List<String> tables = List.of("message_once", "quota_used", "newest_document");
    for (String table : tables) {
      database.fullAt(table);
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
      database.roomAt(table);
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
}
