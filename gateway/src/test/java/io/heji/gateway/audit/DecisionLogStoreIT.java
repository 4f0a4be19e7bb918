package io.heji.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.gateway.audit.DecisionRecord.Kind;
import io.heji.gateway.audit.DecisionRecord.Outcome;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.store.OnceRegister;
import io.heji.store.OnceStore;
import io.heji.store.QuotaStore;
import io.heji.store.StoreFailedException;
import io.heji.store.played.Callers;
import io.heji.store.played.PlayedDatabase;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is one statement of the gateway, on a real PostgreSQL, by two replicas that run as a role
 * that does not own the tables.
 */
@Timeout(120)
class DecisionLogStoreIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final Instant EXPIRES = NOW.plusSeconds(60);
  private static final PartyId BANK = new PartyId("bank-north");
  private static final String TODAY = "subjects/bank-north/2026-11-23";

  /** Rounds of a race: one alone could be decided by who starts first. */
  private static final int ROUNDS = 25;

  private static final int AT_A_TIME = 8;

  private PlayedDatabase database;
  private Pool one;
  private Pool two;
  private DecisionLogStore log;

  @BeforeEach
  void start() throws Exception {
    database = PlayedDatabase.start();
    database.execute("create role runner login password 'runner'");
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations("db/common", "db/gateway")
        .placeholders(Map.of("runner", "runner"))
        .load()
        .migrate();
    one = database.pool(AT_A_TIME, "runner");
    two = database.pool(AT_A_TIME, "runner");
    log = new DecisionLogStore(one);
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  void admitsAQueryOnceAndChargesAndRecordsItOnce() throws Exception {
    assertThat(admit(log, 1, 3, 10)).isEqualTo(Admission.ADMITTED);
    assertThat(admit(log, 1, 3, 10)).isEqualTo(Admission.REPLAYED);
    assertThat(admit(new DecisionLogStore(two), 1, 3, 10)).isEqualTo(Admission.REPLAYED);

    assertThat(used()).isEqualTo(3);
    assertThat(
            database.rows(
                "select kind || ' ' || outcome || ' ' || bank || ' ' || jti from decision_log"))
        .containsExactly("decision permitted bank-north " + jti(1));
    assertThat(database.rows("select jti from open_query")).containsExactly(jti(1));
  }

  @Test
  void recordsEveryPartOfADecision() throws Exception {
    admit(log, 1, 1, 10);

    assertThat(
            database.rows(
                "select facts || ' ' || encode(query_hash, 'hex') || ' ' || (at = '%s')"
                        .formatted(NOW)
                    + " || ' ' || (problem is null) || ' ' || (disclosure_hash is null)"
                    + " from decision_log"))
        .containsExactly("{\"of\":1} " + hash(1).hex() + " true true true");
  }

  /** As the same message would be that is accepted by itself, and forgotten when that one is. */
  @Test
  void aQueryIsAMessageLikeAnyOther() throws Exception {
    admit(log, 1, 1, 10);
    OnceStore messages = new OnceStore(two);
    messages.isFirst(OnceRegister.Kind.EXPOSURE_QUERY, BANK, jti(2), EXPIRES);

    assertThat(messages.isFirst(OnceRegister.Kind.EXPOSURE_QUERY, BANK, jti(1), EXPIRES)).isFalse();
    assertThat(admit(log, 2, 1, 10)).isEqualTo(Admission.REPLAYED);
    Instant last = EXPIRES.plus(Limits.CLOCK_SKEW_MAX.multipliedBy(2));
    assertThat(messages.forgetExpired(last)).isZero();
    assertThat(messages.forgetExpired(last.plusMillis(1))).isEqualTo(2);
  }

  @Test
  void chargesToTheLimitAndNotBeyond() throws Exception {
    assertThat(admit(log, 1, 3, 5)).isEqualTo(Admission.ADMITTED);
    assertThat(admit(log, 2, 3, 5)).isEqualTo(Admission.QUOTA_EXCEEDED);
    assertThat(admit(log, 3, 2, 5)).isEqualTo(Admission.ADMITTED);
    assertThat(admit(log, 4, 1, 5)).isEqualTo(Admission.QUOTA_EXCEEDED);

    assertThat(used()).isEqualTo(5);
    assertThat(database.rows("select jti from decision_log order by seq"))
        .containsExactly(jti(1), jti(3));
    assertThat(admit(log, 2, 1, 10)).as("its id is used up").isEqualTo(Admission.REPLAYED);
  }

  /** Nothing is used yet, so that no row says how much is left. */
  @Test
  void refusesMoreThanTheWholeLimit() throws Exception {
    assertThat(admit(log, 1, 6, 5)).isEqualTo(Admission.QUOTA_EXCEEDED);

    assertThat(used()).isZero();
    assertThat(database.rows("select jti from decision_log")).isEmpty();
    assertThat(admit(log, 1, 1, 5)).as("its id is used up").isEqualTo(Admission.REPLAYED);
    assertThat(admit(log, 2, 5, 5)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void ofCopiesAtTheSameTimeOneIsAdmittedAndCharged() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      List<Admission> admissions =
          atTheSameTime((replica, _) -> admit(replica, number, 1, Long.MAX_VALUE));

      assertThat(Collections.frequency(admissions, Admission.ADMITTED)).isEqualTo(1);
      assertThat(Collections.frequency(admissions, Admission.REPLAYED)).isEqualTo(AT_A_TIME - 1);
    }
    assertThat(used()).isEqualTo(ROUNDS);
    assertThat(database.rows("select jti from decision_log"))
        .hasSize(ROUNDS)
        .doesNotHaveDuplicates();
  }

  @Test
  void queriesAtTheSameTimeTogetherUseNoMoreThanTheQuota() throws Exception {
    long limit = 3L * ROUNDS;
    List<Admission> admissions = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int first = round * AT_A_TIME;
      admissions.addAll(
          atTheSameTime((replica, caller) -> admit(replica, first + caller, 1, limit)));
    }

    assertThat((long) Collections.frequency(admissions, Admission.ADMITTED)).isEqualTo(limit);
    assertThat(used()).isEqualTo(limit);
    assertThat(database.rows("select jti from decision_log")).hasSize((int) limit);
  }

  /**
   * Whatever fails in between: neither the id nor the quota is used up, and nothing is recorded.
   */
  @Test
  void usesNothingUpWhereItCannotRecord() throws Exception {
    for (String table : List.of("message_once", "quota_used", "decision_log", "open_query")) {
      database.fullAt(table);
      failsTyped(() -> admit(log, 1, 1, 10));
      assertNothingUsed();
      database.roomAt(table);
    }
    database.execute("revoke insert on decision_log from runner");
    failsTyped(() -> admit(log, 1, 1, 10));
    assertNothingUsed();
    database.execute("grant insert on decision_log to runner");

    assertThat(admit(log, 1, 1, 10)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void keepsAnAnswerWithItsRecord() throws Exception {
    admit(log, 1, 1, 10);

    log.appendAnswered(answered(1), "the answer");

    assertThat(new DisclosureStore(two).find(BANK, jti(1), NOW)).contains("the answer");
    assertThat(database.rows("select kind || ' ' || outcome from decision_log order by seq"))
        .containsExactly("decision permitted", "disclosure answered");
    assertThat(
            database.rows("select encode(disclosure_hash, 'hex') from decision_log where seq > 1"))
        .containsExactly(hash(1).hex());
    assertThat(database.rows("select jti from open_query")).isEmpty();
  }

  @Test
  void neitherKeepsNorRecordsAnAnswerWhereItCannotDoBoth() throws Exception {
    admit(log, 1, 1, 10);
    database.execute("revoke insert on decision_log from runner");
    failsTyped(() -> answer(1, "not recorded"));
    assertThat(database.rows("select jti from disclosure")).isEmpty();
    database.execute("grant insert on decision_log to runner");
    log.appendAnswered(answered(1), "the answer");

    failsTyped(() -> answer(1, "another"));

    assertThat(new DisclosureStore(one).find(BANK, jti(1), NOW)).contains("the answer");
    assertThat(database.rows("select outcome from decision_log order by seq"))
        .containsExactly("permitted", "answered");
  }

  @Test
  void findsAnAnswerOfItsBankUntilItIsTooOld() throws Exception {
    log.appendAnswered(answered(1), "the answer");
    DisclosureStore archive = new DisclosureStore(one);

    assertThat(archive.find(BANK, jti(1), NOW)).contains("the answer");
    assertThat(archive.find(BANK, jti(1), NOW.plusMillis(1))).isEmpty();
    assertThat(archive.find(BANK, jti(2), NOW)).isEmpty();
    assertThat(archive.find(new PartyId("bank-south"), jti(1), NOW)).isEmpty();
    assertThat(archive.forgetBefore(NOW)).isZero();
    assertThat(archive.forgetBefore(NOW.plusMillis(1))).isEqualTo(1);
    assertThat(archive.find(BANK, jti(1), NOW)).isEmpty();
  }

  @Test
  void closesWhatHasHadNoOutcomeForTooLong() throws Exception {
    admit(log, 1, 1, 10);
    admit(log, 2, 1, 10);
    log.appendAnswered(answered(2), "the answer");
    Instant later = NOW.plusSeconds(180);

    assertThat(log.closeInterrupted(NOW, later)).isZero();
    assertThat(log.closeInterrupted(NOW.plusMillis(1), later)).isEqualTo(1);
    assertThat(log.closeInterrupted(NOW.plusMillis(1), later)).isZero();

    assertThat(
            database.rows(
                "select jti || ' ' || problem || ' ' || (at = '%s') from decision_log"
                        .formatted(later)
                    + " where kind = 'disclosure' and outcome = 'refused'"))
        .containsExactly(jti(1) + " " + ProblemType.INTERRUPTED.slug() + " true");
  }

  /** No log, no answer: also where no error says that there is none. */
  @Test
  void failsWhereARecordIsSwallowed() throws Exception {
    database.execute(
        "create function swallow() returns trigger language plpgsql as"
            + " $$ begin return null; end $$");
    database.execute(
        "create trigger swallow before insert on decision_log"
            + " for each row execute function swallow()");

    fails(IllegalStateException.class, () -> admit(log, 1, 1, 10));
    fails(IllegalStateException.class, () -> answer(1, "the answer"));
    fails(
        IllegalStateException.class,
        () -> {
          log.append(record(1, Outcome.PERMITTED));
          return true;
        });
  }

  private void assertNothingUsed() throws Exception {
    assertThat(database.rows("select jti from message_once")).isEmpty();
    assertThat(database.rows("select scope from quota_used")).isEmpty();
    assertThat(database.rows("select jti from decision_log")).isEmpty();
    assertThat(database.rows("select jti from open_query")).isEmpty();
  }

  private static void failsTyped(Callable<?> call) {
    fails(StoreFailedException.class, call);
  }

  private static void fails(Class<? extends Throwable> failure, Callable<?> call) {
    assertThatExceptionOfType(failure)
        .isThrownBy(call::call)
        .withMessageNotContainingAny(BANK.value(), "00000000-0000");
  }

  private static Admission admit(DecisionLogStore log, int number, long subjects, long limit) {
    return log.admit(
        record(number, Outcome.PERMITTED), EXPIRES, new SubjectsCharge(TODAY, subjects, limit));
  }

  private boolean answer(int number, String disclosure) {
    log.appendAnswered(answered(number), disclosure);
    return true;
  }

  private static DecisionRecord answered(int number) {
    return record(number, Outcome.ANSWERED);
  }

  private static DecisionRecord record(int number, Outcome outcome) {
    boolean answered = outcome == Outcome.ANSWERED;
    return new DecisionRecord(
        answered ? Kind.DISCLOSURE : Kind.DECISION,
        NOW,
        BANK,
        jti(number),
        hash(number),
        outcome,
        Optional.empty(),
        "{\"of\":" + number + "}",
        answered ? Optional.of(hash(number)) : Optional.empty());
  }

  private static Bytes hash(int number) {
    return Sha256.of(Bytes.ascii("query " + number));
  }

  private static String jti(int number) {
    return "00000000-0000-7000-8000-%012d".formatted(number);
  }

  private long used() {
    return new QuotaStore(two).used(TODAY);
  }

  /** What one of several callers does at a replica. */
  private interface Act<T> {
    T by(DecisionLogStore replica, int caller) throws Exception;
  }

  /** At both replicas, {@link #AT_A_TIME} callers together, released at the same moment. */
  private <T> List<T> atTheSameTime(Act<T> act) throws Exception {
    return Callers.atTheSameTime(
        AT_A_TIME, caller -> act.by(new DecisionLogStore(caller % 2 == 0 ? one : two), caller));
  }
}
