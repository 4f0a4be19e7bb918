package io.heji.gateway.query;

import static io.heji.gateway.played.PlayedBank.people;
import static io.heji.gateway.played.PlayedBank.person;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.query.PlayedGateway.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DecisionRecord.Kind;
import io.heji.gateway.audit.DecisionRecord.Outcome;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.gateway.played.PlayedFederation;
import io.heji.protocol.document.Federation;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.MetricState;
import io.heji.store.StoreFailedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Answers of the gateway, and what stands on the record of them. */
class QueryCoordinatorTest {
  private static final int PRINCIPAL = 0;
  private static final int LENDERS = 1;

  private final PlayedGateway gateway;

  QueryCoordinatorTest() throws Exception {
    gateway = new PlayedGateway();
  }

  @Test
  void disclosesOfEachPersonWhatPolicyPermits() throws Exception {
    gateway.members.platform(0).book(person(2), 12_345);
    gateway.members.platform(1).book(person(2), 10_000);
    gateway.members.platform(2).book(person(2), 0);
    gateway.members.platform(0).book(person(3), 5);
    gateway.members.platform(3).book(person(4), 0);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(4));

    Disclosure disclosure = gateway.opened(gateway.answer(BANK, question));

    assertThat(PlayedGateway.states(disclosure, PRINCIPAL))
        .containsExactly(
            MetricState.NO_RECORD, MetricState.VALUE, MetricState.SUPPRESSED, MetricState.ZERO);
    assertThat(PlayedGateway.states(disclosure, LENDERS))
        .containsExactly(
            MetricState.NO_RECORD, MetricState.VALUE, MetricState.VALUE, MetricState.ZERO);
    assertThat(question.open(disclosure, 0, PRINCIPAL)).isZero();
    assertThat(question.open(disclosure, 1, PRINCIPAL)).isEqualTo(30_000);
    assertThat(question.open(disclosure, 3, PRINCIPAL)).isZero();
    assertThat(disclosure.subjects().get(1).get(LENDERS).value()).hasValue(2);
    assertThat(disclosure.subjects().get(2).get(LENDERS).value()).hasValue(1);
  }

  @Test
  void saysUnderWhatItAnsweredAndHowOldTheOldestDataAre() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    Disclosure disclosure = gateway.opened(gateway.answer(BANK, question));

    assertThat(disclosure.queryHash()).isEqualTo(question.query().hash());
    assertThat(disclosure.audience()).isEqualTo(BANK);
    assertThat(disclosure.set()).containsExactlyElementsOf(PLATFORMS);
    assertThat(disclosure.absent()).isEmpty();
    assertThat(disclosure.ownGroup()).isEmpty();
    assertThat(disclosure.roster()).isEqualTo(gateway.federation.rosterRef());
    assertThat(disclosure.dataAsOf()).isEqualTo(NOW.minusSeconds(3));
    assertThat(disclosure.indexAsOf()).isEqualTo(NOW.minusSeconds(10));
  }

  @Test
  void aVetoWithholdsThatPersonAndNobodyElse() throws Exception {
    gateway.members.platform(0).book(person(1), 10_000);
    gateway.members.platform(1).book(person(1), 10_000);
    gateway.members.platform(0).book(person(2), 10_000);
    gateway.members.platform(1).book(person(2), 10_000);
    gateway.members.platform(3).veto(person(1));

    Disclosure disclosure =
        gateway.opened(gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(2))));

    assertThat(PlayedGateway.states(disclosure, PRINCIPAL))
        .containsExactly(MetricState.WITHHELD, MetricState.VALUE);
    assertThat(PlayedGateway.states(disclosure, LENDERS))
        .containsExactly(MetricState.WITHHELD, MetricState.VALUE);
  }

  /** ⚔ somebody on the network who sees how long an answer is. */
  @Test
  void theLengthOfAnAnswerDoesNotTellWhatItSays() throws Exception {
    Set<Integer> lengths = new HashSet<>();
    lengths.add(lengthOfAnswer());
    gateway.members.platform(0).book(person(1), 12_345);
    lengths.add(lengthOfAnswer());
    gateway.members.platform(1).book(person(1), 10_000);
    lengths.add(lengthOfAnswer());
    gateway.members.platform(3).veto(person(1));
    lengths.add(lengthOfAnswer());

    assertThat(lengths).hasSize(1);
  }

  private int lengthOfAnswer() throws Exception {
    return gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, person(1))).length();
  }

  @Test
  void leavesOutThePlatformsOfTheBanksOwnGroup() throws Exception {
    gateway.members.platform(0).book(person(1), 10_000);
    gateway.members.platform(1).book(person(1), 10_000);
    gateway.members.platform(2).book(person(1), 10_000);
    Question question =
        new PlayedBank(gateway.played, GROUP_BANK).ask(gateway.federation, NOW, people(1));

    Disclosure disclosure = gateway.opened(gateway.answer(GROUP_BANK, question));

    assertThat(gateway.members.asked()).containsExactlyElementsOf(PLATFORMS.subList(1, 4));
    assertThat(disclosure.set()).containsExactlyElementsOf(PLATFORMS.subList(1, 4));
    assertThat(disclosure.ownGroup()).containsExactly(PLATFORMS.getFirst());
    assertThat(question.open(disclosure, 0, PRINCIPAL)).isEqualTo(20_000);
  }

  @Test
  void asksAllMembersAtOnce() throws Exception {
    gateway.members.holdUntilAsked(PLATFORMS.size());

    gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(1)));

    assertThat(gateway.members.asked()).containsExactlyElementsOf(PLATFORMS);
  }

  @Test
  void theDecisionIsOnRecordBeforeAnybodyIsAsked() throws Exception {
    gateway.records.watch(
        record -> {
          if (record.kind() == Kind.DECISION) {
            assertThat(gateway.members.asked()).isEmpty();
          }
        });

    gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(1)));

    assertThat(gateway.records.log())
        .extracting(DecisionRecord::outcome)
        .containsExactly(Outcome.PERMITTED, Outcome.ANSWERED);
  }

  @Test
  void nobodyIsAskedWhenTheDecisionCannotBeRecorded() throws Exception {
    gateway.records.failOn(record -> record.kind() == Kind.DECISION);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> gateway.answer(BANK, question));

    assertThat(gateway.members.asked()).isEmpty();
    // Neither its id nor its subjects are used up.
    assertThat(gateway.stores.used("subjects/" + BANK + "/2026-03-01")).isZero();
    gateway.records.failOn(_ -> false);
    assertThat(gateway.answer(BANK, question)).isNotEmpty();
  }

  @Test
  void nothingIsDisclosedWhenTheDisclosureCannotBeRecorded() throws Exception {
    gateway.records.failOn(record -> record.kind() == Kind.DISCLOSURE);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> gateway.answer(BANK, question));

    assertThat(gateway.records.nothingKept()).isTrue();
  }

  @Test
  void recordsWhatTheDecisionReadAndNothingOfThePerson() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    String disclosure = gateway.answer(BANK, question);

    DecisionRecord decision = gateway.records.log().getFirst();
    assertThat(decision.bank()).isEqualTo(BANK);
    assertThat(decision.jti()).isEqualTo(question.query().query().jti());
    assertThat(decision.queryHash()).isEqualTo(question.query().hash());
    assertThat(decision.facts())
        .contains("\"purpose\":\"loan-approval\"", "\"operator\":\"officer-7\"")
        .contains("\"licenceClass\":\"commercial-bank\"", "\"usedToday\":0", "\"companyGroups\":4")
        .doesNotContain("consent-4711");
    DecisionRecord answered = gateway.records.log().getLast();
    assertThat(answered.facts()).doesNotContain("state", "value", "known");
    Bytes salt = gateway.opened(disclosure).salt();
    assertThat(answered.disclosureHash()).hasValue(Sha256.of(salt, Bytes.ascii(disclosure)));
  }

  @Test
  void givesAnAnswerAgainToTheSameBankUntilItsRetentionEnds() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    String jti = question.query().query().jti();
    String answer = gateway.answer(BANK, question);

    gateway.now = NOW.plus(Duration.ofDays(PlayedFederation.RETENTION_DAYS));
    assertThat(gateway.coordinator.fetchAgain(BANK, jti)).isEqualTo(answer);
    gateway.refusesToFetch(ProblemType.NOT_FOUND, GROUP_BANK, jti);
    gateway.refusesToFetch(ProblemType.MALFORMED_REQUEST, BANK, jti + "\u0000");
    gateway.now = gateway.now.plusSeconds(1);
    gateway.refusesToFetch(ProblemType.NOT_FOUND, BANK, jti);
  }

  @Test
  void answersUnderThePreviousRosterForAMinute() throws Exception {
    Question before = gateway.bank.ask(gateway.federation, NOW, people(1));
    Question late = gateway.bank.ask(gateway.federation, NOW, people(1));
    gateway.documents.adopt(gateway.played.documents(2, NOW, PLATFORMS.subList(0, 3)), NOW);

    gateway.now = NOW.plusSeconds(59);
    assertThat(gateway.opened(gateway.answer(BANK, before)).set())
        .containsExactlyElementsOf(PLATFORMS);
    gateway.now = NOW.plusSeconds(60);
    gateway.refuses(ProblemType.WRONG_ROSTER, BANK, late);
    assertThat(gateway.records.log().getLast().problem()).hasValue(ProblemType.WRONG_ROSTER);
  }

  @Test
  void namesThePlatformsThatAreNotOnTheRoster() throws Exception {
    Federation smaller =
        gateway
            .documents
            .adopt(gateway.played.documents(2, NOW, PLATFORMS.subList(0, 3)), NOW)
            .federation();
    gateway.members.adopt(smaller);

    Disclosure disclosure =
        gateway.opened(gateway.answer(BANK, gateway.bank.ask(smaller, NOW, people(1))));

    assertThat(disclosure.absent()).containsExactly(PLATFORMS.get(3));
    assertThat(disclosure.set()).containsExactlyElementsOf(PLATFORMS.subList(0, 3));
  }
}
