package io.heji.agent.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.played.AgentDatabase;
import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.token.Token;
import io.heji.store.played.Callers;
import io.heji.store.played.PlayedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answer once and pins, on PostgreSQL, by two replicas at the same time. */
class AnsweredStoreIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final GuardRule RULE = new GuardRule(Duration.ofDays(7), Duration.ofDays(1));
  private static final List<String> ALL = List.of("platform-a", "platform-b", "platform-c");
  private static final int AT_A_TIME = 8;

  private static final AtomicInteger IDS = new AtomicInteger();

  private static PlayedDatabase database;
  private static AnsweredStore store;
  private static AnsweredStore replica;

  private final PlayedQuery play = new PlayedQuery(NOW);

  // Of its own for each test: no person of one test is one of another.
  private final PersonKeys keys =
      new PersonKeys(
          SecretBytes.random(32, new SplittableRandom(IDS.incrementAndGet())::nextBytes));
  private final AtomicInteger made = new AtomicInteger();

  @BeforeAll
  static void startPostgres() throws Exception {
    database = AgentDatabase.migrated(PlayedDatabase.durable());
    store = new AnsweredStore(database.pool(AT_A_TIME));
    replica = new AnsweredStore(database.pool(AT_A_TIME));
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  /** ⚔ two-time pad, across replicas: one vector leaves, whoever made it. */
  @Test
  void ofAsksAtTheSameTimeOneIsMadeAndAllGetItsBytes() throws Exception {
    String jti = jti();
    Token person = play.token();
    List<Callable<Answered>> asks = new ArrayList<>();
    for (int i = 0; i < AT_A_TIME; i++) {
      AnsweredStore one = i % 2 == 0 ? store : replica;
      asks.add(() -> one.answerOnce(question(jti, person, ALL), maker(jti)));
    }

    List<Answered> answers = Callers.atTheSameTime(asks);

    assertThat(made).hasValue(1);
    assertThat(answers).hasSize(AT_A_TIME).containsOnly(answers.getFirst());
    assertThat(replica.find(PlayedQuery.BANK, jti)).contains(answers.getFirst());
  }

  /** Sets that differ by one company, asked at the same time at two replicas: one is vetoed. */
  @Test
  void conflictingSetsAtTheSameTimeAreNotBothAnswered() throws Exception {
    Token person = play.token();
    AtomicInteger vetoed = new AtomicInteger();
    List<Callable<Answered>> asks = new ArrayList<>();
    for (List<String> set : List.of(ALL, List.of("platform-a", "platform-b"))) {
      String jti = jti();
      AnsweredStore one = set.size() == 3 ? store : replica;
      asks.add(
          () ->
              one.answerOnce(
                  question(jti, person, set),
                  byGuard -> {
                    vetoed.addAndGet(byGuard.getFirst() ? 1 : 0);
                    return made(jti, byGuard);
                  }));
    }

    Callers.atTheSameTime(asks);

    assertThat(vetoed).hasValue(1);
  }

  @Test
  void countsThreeRepeatsAndForgetsPinsAfterTheirTime() throws Exception {
    Token person = play.token();
    for (int repeat = 0; repeat < 3; repeat++) {
      assertThat(vetoed(person)).isFalse();
    }
    assertThat(vetoed(person)).isTrue();

    store.forgetPinsBefore(NOW.plusSeconds(1));
    assertThat(vetoed(person)).isFalse();
  }

  /** Lanes go, the record stays: the same id is never answered a second time. */
  @Test
  void forgetsLanesOnceTheQueryHasExpiredAndNeverMakesThemAgain() throws Exception {
    String jti = jti();
    Token person = play.token();
    Answered answer = store.answerOnce(question(jti, person, ALL), maker(jti));
    Instant expires = question(jti, person, ALL).expires();

    store.forgetLanes(expires);
    assertThat(store.find(PlayedQuery.BANK, jti)).contains(answer);
    store.forgetLanes(expires.plusMillis(1));

    Answered kept = store.find(PlayedQuery.BANK, jti).orElseThrow();
    assertThat(kept.contribution()).isEmpty();
    assertThat(kept.queryHash()).isEqualTo(answer.queryHash());
    assertThat(store.answerOnce(question(jti, person, ALL), maker(jti))).isEqualTo(kept);
    assertThat(made).hasValue(1);
    assertThat(
            database.rows(
                "select directory_serial || '/' || policy_serial || '/' || roster_serial"
                    + " from answered where jti = '"
                    + jti
                    + "'"))
        .containsExactly("1/1/1");
    store.forgetRecordsBefore(NOW);
    assertThat(store.find(PlayedQuery.BANK, jti)).isPresent();
    store.forgetRecordsBefore(NOW.plusMillis(1));
    assertThat(store.find(PlayedQuery.BANK, jti)).isEmpty();
  }

  @Test
  void theNewestAnswerIsThatOfTheQuestionThatCameLast() throws Exception {
    store.forgetRecordsBefore(Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(store.newest()).isEmpty();

    vetoed(play.token());

    assertThat(store.newest()).hasValue(NOW);
  }

  @Test
  void forgetsASetWithItsLastPin() throws Exception {
    store.forgetPinsBefore(NOW.plusSeconds(1));
    vetoed(play.token());
    assertThat(database.number("select count(*) from pinned_set")).isEqualTo(1);

    store.forgetPinsBefore(NOW);
    assertThat(database.number("select count(*) from pinned_set")).isEqualTo(1);
    store.forgetPinsBefore(NOW.plusMillis(1));
    assertThat(database.number("select count(*) from pin")).isEqualTo(0);
    assertThat(database.number("select count(*) from pinned_set")).isEqualTo(0);
  }

  /**
   * One customer under two identities in every query, the second time in the other order, by two
   * replicas at the same time: nobody waits for ever, and each subject counts.
   */
  @Test
  void aPersonAskedAboutTwiceInOneQueryCountsTwice() throws Exception {
    Token resident = play.token();
    Token passport = play.token();
    List<Boolean> vetoes = Collections.synchronizedList(new ArrayList<>());
    List<Callable<Answered>> asks = new ArrayList<>();
    for (int i = 0; i < AT_A_TIME; i++) {
      String jti = jti();
      AnsweredStore one = i % 2 == 0 ? store : replica;
      List<Token> persons = i % 2 == 0 ? List.of(resident, passport) : List.of(passport, resident);
      asks.add(
          () ->
              one.answerOnce(
                  sameCustomer(jti, persons),
                  byGuard -> {
                    vetoes.addAll(byGuard);
                    return made(jti, byGuard);
                  }));
    }

    Callers.atTheSameTime(asks);

    assertThat(vetoes).hasSize(2 * AT_A_TIME);
    // Three repeats of the same set, however they are spread over subjects and queries.
    assertThat(vetoes.stream().filter(vetoed -> !vetoed).count()).isEqualTo(3);
  }

  private Question sameCustomer(String jti, List<Token> persons) throws RefusedException {
    Question one = question(jti, persons.getFirst(), ALL);
    List<Question.Person> subjects = new ArrayList<>();
    for (int subject = 0; subject < persons.size(); subject++) {
      List<Bytes> names =
          keys.of(List.of("north"), persons.get(subject), Set.of("reference-of-both"));
      subjects.add(
          new Question.Person(keys.question(Sha256.of(Bytes.ascii(jti)), subject), names, names));
    }
    return new Question(
        one.issuer(), one.jti(), one.expires(), one.company(), one.terms(), subjects);
  }

  @Test
  void whatIsRefusedWhileItIsMadeLeavesNothingBehind() {
    String jti = jti();
    Token person = play.token();

    assertThatThrownBy(
            () ->
                store.answerOnce(
                    question(jti, person, ALL),
                    _ -> {
                      throw new RefusedException(ProblemType.WRONG_ROSTER, "played");
                    }))
        .isInstanceOf(RefusedException.class);

    assertThat(store.find(PlayedQuery.BANK, jti)).isEmpty();
  }

  /** What is stored is keyed hashes: neither token nor reference can be found in the table. */
  @Test
  void pinsHoldNoTokenAndNoReference() throws Exception {
    Token person = play.token();
    vetoed(person);

    String token = Bytes.copyOf(person.secret().toByteArray(SecretAccess.granted())).hex();
    assertThat(database.rows("select p::text from pin p"))
        .isNotEmpty()
        .allSatisfy(pin -> assertThat(pin).doesNotContain(token).doesNotContain("reference-17"));
  }

  /** Every person of these tests is a customer, under a reference of their own. */
  private static String reference(Token person) {
    return "reference-17-" + System.identityHashCode(person);
  }

  private boolean vetoed(Token person) throws Exception {
    String jti = jti();
    List<Boolean> seen = new ArrayList<>();
    store.answerOnce(
        question(jti, person, ALL),
        byGuard -> {
          seen.addAll(byGuard);
          return made(jti, byGuard);
        });
    return seen.getFirst();
  }

  private String jti() {
    return "00000000-0000-7000-8000-%012d".formatted(IDS.incrementAndGet());
  }

  private Question question(String jti, Token person, List<String> set) throws RefusedException {
    TreeSet<PartyId> members = new TreeSet<>();
    set.forEach(id -> members.add(new PartyId(id)));
    List<Bytes> names = keys.of(List.of("north"), person, Set.of(reference(person)));
    return new Question(
        PlayedQuery.BANK,
        jti,
        NOW.plusSeconds(60),
        "north",
        new GuardTerms(members, play.federation(), 2, RULE, 100, NOW),
        List.of(new Question.Person(keys.question(Sha256.of(Bytes.ascii(jti)), 0), names, names)));
  }

  private AnsweredContributions.Maker maker(String jti) {
    return byGuard -> made(jti, byGuard);
  }

  private Made made(String jti, List<Boolean> vetoed) {
    Bytes lanes = Bytes.ascii("lanes " + made.incrementAndGet());
    TreeSet<PartyId> members = new TreeSet<>(PlayedQuery.ON_THE_ROSTER);
    return new Made(
        new Answered(
            PlayedQuery.BANK,
            jti,
            Sha256.of(Bytes.ascii(jti)),
            SummedSet.hash(members),
            Optional.of(new Contribution(lanes, 1, 2, Bytes.ascii("signature")))),
        vetoed);
  }
}
