package io.heji.gateway.query;

import static io.heji.gateway.played.PlayedBank.people;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.query.PlayedGateway.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DecisionRecord.Kind;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a question costs that cannot be answered now. */
class QueryAvailabilityTest {
  private final PlayedGateway gateway;

  QueryAvailabilityTest() throws Exception {
    gateway = new PlayedGateway();
  }

  /** A question that can only fail costs nothing, and is no try that a member would count. */
  @Test
  @DisplayName("⚔ subset differencing")
  void asksNobodyAndChargesNothingWhileAMemberIsMissing() throws Exception {
    PartyId last = PLATFORMS.getLast();
    gateway.members.unlink(last);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    gateway.refuses(ProblemType.MEMBER_UNAVAILABLE, BANK, question);

    assertThat(gateway.members.asked()).isEmpty();
    assertThat(gateway.stores.used("subjects/" + BANK + "/2026-03-01")).isZero();
    DecisionRecord record = gateway.records.log().getLast();
    assertThat(record.kind()).isEqualTo(Kind.DECISION);
    assertThat(record.problem()).hasValue(ProblemType.MEMBER_UNAVAILABLE);
    // Its id is not used up either.
    gateway.members.relink(last);
    assertThat(gateway.answer(BANK, question)).isNotEmpty();
  }

  /** Policy speaks first: a question that is not permitted does not learn who is linked. */
  @Test
  void saysWhatPolicyForbidsBeforeWhoIsMissing() throws Exception {
    gateway.members.unlink(PLATFORMS.getFirst());
    gateway.refuses(ProblemType.PURPOSE_NOT_PERMITTED, BANK, forbidden());
  }

  /** The first platform never answers: who waited for it in order would not return. */
  @Test
  @Timeout(60)
  void refusesAtOnceWhenALinkIsLostWhileOthersAreStillAtWork() throws Exception {
    gateway.members.neverAnswer(PLATFORMS.getFirst());
    gateway.members.lose(PLATFORMS.getLast());
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    gateway.refuses(ProblemType.MEMBER_UNAVAILABLE, BANK, question);

    gateway.assertNothingDisclosed(question, ProblemType.MEMBER_UNAVAILABLE);
  }

  /** ⚔ one bank that takes a platform's link: each question ends at once and stays open there. */
  @Test
  void oneBankHasAsManyQuestionsOpenAsThereMayBeAndAnotherIsServed() throws Exception {
    gateway.members.neverAnswer(PLATFORMS.get(1));
    gateway.members.lose(PLATFORMS.getLast());
    for (int i = 1; i < GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      assertThat(gateway.openCalls.open(BANK).caller()).isEqualTo(BANK);
    }
    gateway.refuses(ProblemType.MEMBER_UNAVAILABLE, BANK, question());
    int asked = gateway.members.asked().size();
    int recorded = gateway.records.log().size();
    long used = gateway.stores.used("subjects/" + BANK + "/2026-03-01");
    gateway.members.answerAgain();
    Question next = question();

    gateway.refuses(ProblemType.TOO_BUSY, BANK, next);

    assertThat(gateway.members.asked()).hasSize(asked);
    assertThat(gateway.records.log()).hasSize(recorded);
    assertThat(gateway.stores.used("subjects/" + BANK + "/2026-03-01")).isEqualTo(used);
    PlayedBank other = new PlayedBank(gateway.played, GROUP_BANK);
    assertThat(gateway.answer(GROUP_BANK, other.ask(gateway.federation, NOW, people(1))))
        .isNotEmpty();
    // Given up by the link, each after its time. The refused question is not used up.
    gateway.members.giveUp();
    assertThat(gateway.answer(BANK, next)).isNotEmpty();
  }

  private Question question() throws Exception {
    return gateway.bank.ask(gateway.federation, NOW, people(1));
  }

  @Test
  void waitsForEachMemberAsLongAsTheAnswerDelayAndTheMargin() throws Exception {
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(2)));

    Duration wait =
        gateway.documents.held().policy().answerDelay().of(2).plus(GatewayLimits.ASK_MARGIN);
    assertThat(gateway.members.timeouts()).hasSize(PLATFORMS.size()).containsOnly(wait);
  }

  @Test
  void recordsRefusalsUpToTheLimitOfTheDayAndRefusesTheRestOffTheRecord() throws Exception {
    long max = GatewayLimits.REFUSALS_RECORDED_PER_DAY;
    assertThat(gateway.stores.charge("refusals/" + BANK + "/2026-03-01", max - 1, max)).isTrue();

    gateway.refuses(ProblemType.PURPOSE_NOT_PERMITTED, BANK, forbidden());
    assertThat(gateway.records.log()).hasSize(1);
    gateway.refuses(ProblemType.QUOTA_EXCEEDED, BANK, forbidden());
    gateway.refuses(ProblemType.QUOTA_EXCEEDED, BANK, forbidden());
    assertThat(gateway.records.log()).hasSize(1);

    // What is permitted is answered, on the record; and another day is another day.
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(1)));
    assertThat(gateway.records.log()).hasSize(3);
    gateway.now = NOW.plus(Duration.ofDays(1));
    Question tomorrow =
        gateway.bank.ask(
            gateway.federation,
            gateway.now,
            query -> PlayedBank.with(query, "advertising", query.consent(), query.metrics()),
            people(1));
    gateway.refuses(ProblemType.PURPOSE_NOT_PERMITTED, BANK, tomorrow);
  }

  private Question forbidden() throws Exception {
    return gateway.bank.ask(
        gateway.federation,
        NOW,
        query -> PlayedBank.with(query, "advertising", query.consent(), query.metrics()),
        people(1));
  }
}
