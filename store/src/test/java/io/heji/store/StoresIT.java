package io.heji.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.policy.adoption.SerialMemory;
import io.heji.policy.adoption.SerialMemory.Remembered;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.store.OnceRegister.Kind;
import io.heji.store.played.Callers;
import io.heji.store.played.PlayedDatabase;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What must be remembered, on a real PostgreSQL with fsync, by two instances at the same time: each
 * has a pool of its own, as two processes of one role on one database have.
 */
@Timeout(120)
class StoresIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final PartyId BANK = new PartyId("bank-north");
  private static final String JTI = "01a0c450-6c00-7cbd-9972-575c393770ee";

  /** Rounds of a race: one alone could be decided by who starts first. */
  private static final int ROUNDS = 25;

  private static final int AT_A_TIME = 8;

  private static PlayedDatabase database;
  private static Pool one;
  private static Pool two;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = PlayedDatabase.durable();
    CommonTables.make(database);
    one = database.pool(AT_A_TIME);
    two = database.pool(AT_A_TIME);
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    database.execute("truncate message_once, quota_used, newest_document");
  }

  @Test
  void ofTwoInstancesAtTheSameTimeOneIsFirst() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String jti = jti(round);
      List<Boolean> first =
          atTheSameTime(
              instance -> new OnceStore(instance).isFirst(Kind.EXPOSURE_QUERY, BANK, jti, NOW));

      assertThat(Collections.frequency(first, true)).isEqualTo(1);
    }
  }

  @Test
  void aMessageIsOnceByKindIssuerAndId() {
    OnceStore store = new OnceStore(one);
    assertThat(store.isFirst(Kind.EXPOSURE_QUERY, BANK, JTI, NOW)).isTrue();
    assertThat(store.isFirst(Kind.ACCESS_TOKEN, BANK, JTI, NOW)).isTrue();
    assertThat(store.isFirst(Kind.EXPOSURE_QUERY, new PartyId("bank-south"), JTI, NOW)).isTrue();

    assertThat(new OnceStore(two).isFirst(Kind.EXPOSURE_QUERY, BANK, JTI, NOW.plusSeconds(1)))
        .isFalse();
  }

  @Test
  void forgetsAMessageOnlyWhenNobodyCanAcceptItAnyMore() {
    OnceStore store = new OnceStore(one);
    store.isFirst(Kind.ACCESS_TOKEN, BANK, JTI, NOW);
    Instant acceptedUntil = NOW.plus(Limits.CLOCK_SKEW_MAX);

    assertThat(store.forgetExpired(acceptedUntil.plus(Limits.CLOCK_SKEW_MAX))).isZero();
    assertThat(store.isFirst(Kind.ACCESS_TOKEN, BANK, JTI, NOW)).isFalse();
    assertThat(store.forgetExpired(NOW.plus(OnceStore.KEPT_AFTER_EXPIRY).plusMillis(1)))
        .isEqualTo(1);
    assertThat(store.isFirst(Kind.ACCESS_TOKEN, BANK, JTI, NOW)).isTrue();
  }

  @Test
  void twoInstancesTogetherUseNoMoreThanTheQuota() throws Exception {
    long limit = 3L * ROUNDS;
    List<Boolean> charged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      charged.addAll(
          atTheSameTime(instance -> new QuotaStore(instance).charge("bank/north", 1, limit)));
    }

    assertThat((long) Collections.frequency(charged, true)).isEqualTo(limit);
    assertThat(new QuotaStore(two).used("bank/north")).isEqualTo(limit);
  }

  @Test
  void chargesToTheLimitAndNotBeyond() {
    QuotaStore store = new QuotaStore(one);
    assertThat(store.used("a")).isZero();
    assertThat(store.charge("a", 11, 10)).isFalse();
    assertThat(store.used("a")).isZero();
    assertThat(store.charge("a", 7, 10)).isTrue();
    assertThat(store.charge("a", 4, 10)).isFalse();
    assertThat(store.charge("a", 3, 10)).isTrue();
    assertThat(store.charge("a", 1, 10)).isFalse();
    assertThat(store.charge("b", 10, 10)).isTrue();
    assertThat(store.used("a")).isEqualTo(10);
  }

  /** A day ends last in the westernmost zone; an epoch when no roster of it is in use. */
  @Test
  void forgetsQuotasOnlyOfDaysAndEpochsThatHaveEnded() {
    QuotaStore store = new QuotaStore(one);
    ZoneId west = ZoneId.of("Etc/GMT+12");
    String day = QuotaScope.ofDay("subjects", BANK, NOW, west);
    String nextDay = QuotaScope.ofDay("subjects", BANK, NOW.plus(Duration.ofDays(1)), west);
    String epoch = QuotaScope.ofEpoch("evaluations", BANK, 7);
    String nextEpoch = QuotaScope.ofEpoch("evaluations", BANK, 10);
    List.of(day, nextDay, epoch, nextEpoch).forEach(scope -> store.charge(scope, 5, 10));
    // It is the 22nd there, which ends on the 23rd at 12:00 UTC.
    assertThat(day).endsWith("/2026-11-22");

    assertThat(store.forgetEnded(Instant.parse("2026-11-24T23:59:59Z"), epochs(7, 10))).isZero();
    assertThat(store.forgetEnded(Instant.parse("2026-11-25T00:00:00Z"), epochs())).isEqualTo(1);
    assertThat(store.used(day)).isZero();
    assertThat(store.used(nextDay)).isEqualTo(5);
    assertThat(store.forgetEnded(NOW, epochs(8, 10))).isEqualTo(1);
    assertThat(store.used(epoch)).isZero();
    assertThat(store.used(nextEpoch)).isEqualTo(5);
  }

  private static SortedSet<Long> epochs(long... epochs) {
    return LongStream.of(epochs).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void countsUpToTheGreatestNumber() {
    QuotaStore store = new QuotaStore(one);
    assertThat(store.charge("a", Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
    assertThat(store.charge("a", 1, Long.MAX_VALUE)).isFalse();
    assertThat(store.used("a")).isEqualTo(Long.MAX_VALUE);
  }

  /** ⚔ rollback: whoever is behind does not take the others back. */
  @Test
  @DisplayName("⚔ rollback")
  void anInstanceThatIsBehindDoesNotTakeTheSerialBack() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long serial = 2L * round + 1;
      atTheSameTime(
          instance -> {
            SerialMemoryStore store = new SerialMemoryStore(instance);
            store.remember(
                SerialMemory.Kind.DIRECTORY, document(instance.equals(one) ? serial : serial + 1));
            return true;
          });

      assertThat(new SerialMemoryStore(one).newest(SerialMemory.Kind.DIRECTORY))
          .contains(document(serial + 1));
    }
  }

  @Test
  void remembersEachKindOfDocumentByItself() {
    SerialMemoryStore store = new SerialMemoryStore(one);
    assertThat(store.newest(SerialMemory.Kind.ROSTER)).isEmpty();
    store.remember(SerialMemory.Kind.ROSTER, document(5));
    store.remember(SerialMemory.Kind.POLICY, document(3));
    store.remember(SerialMemory.Kind.ROSTER, document(4));

    SerialMemoryStore other = new SerialMemoryStore(two);
    assertThat(other.newest(SerialMemory.Kind.ROSTER)).contains(document(5));
    assertThat(other.newest(SerialMemory.Kind.POLICY)).contains(document(3));
    assertThat(other.newest(SerialMemory.Kind.DIRECTORY)).isEmpty();
  }

  @Test
  void remembersWhoWasOnTheNewestRoster() {
    Remembered roster =
        new Remembered(document(6).ref(), NOW, Optional.of("a roster as it was signed"));
    new SerialMemoryStore(one).remember(SerialMemory.Kind.ROSTER, roster);

    assertThat(new SerialMemoryStore(two).newest(SerialMemory.Kind.ROSTER)).contains(roster);
  }

  /** No answer of the database is no answer: never "first", never "within the quota". */
  @Test
  void failsTypedAndSaysNoValueWhenTheDatabaseDoesNot() throws Exception {
    database.execute("alter table message_once rename to elsewhere");
    try {
      assertThatExceptionOfType(StoreFailedException.class)
          .isThrownBy(() -> new OnceStore(one).isFirst(Kind.ACCESS_TOKEN, BANK, JTI, NOW))
          .withMessageNotContainingAny(BANK.value(), JTI, "message_once");
    } finally {
      database.execute("alter table elsewhere rename to message_once");
    }
  }

  private static Remembered document(long serial) {
    return new Remembered(
        new DocumentRef(serial, Sha256.of(Bytes.ascii("document " + serial))),
        NOW.plusSeconds(serial));
  }

  private static String jti(int number) {
    return "00000000-0000-7000-8000-%012d".formatted(number);
  }

  /** What an instance does in a race. */
  private interface Act<T> {
    T by(Pool instance);
  }

  /** Both instances, {@link #AT_A_TIME} callers together, released at the same moment. */
  private static <T> List<T> atTheSameTime(Act<T> act) throws Exception {
    return Callers.atTheSameTime(AT_A_TIME, caller -> act.by(caller % 2 == 0 ? one : two));
  }
}
