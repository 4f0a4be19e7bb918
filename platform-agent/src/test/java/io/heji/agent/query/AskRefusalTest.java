package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.Bytes;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an agent refuses, at the word of no gateway. */
class AskRefusalTest extends AskedAgent {
  /** The played books have no applications: a zero for them would be a silent gap. */
  @Test
  void refusesAMetricThatItsKeyStatementStatesAndItsMappingDoesNotHave() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    asked.metrics = List.of(new MetricRequest(Metric.APPLICATIONS_7D, Form.EXACT));

    assertThat(refused(asked, asked.sign(List.of(customer))))
        .isEqualTo(ProblemType.MEMBER_UNAVAILABLE);
  }

  /** Who is not in the index yet would count as a stranger, and the sum be silently too small. */
  @Test
  void refusesWhileItsBookIsStillBeingTokenised() throws Exception {
    assertThat(refusedOver(new MemoryIndex())).isEqualTo(ProblemType.MEMBER_UNAVAILABLE);
  }

  /** Who was not found may be in the book that became complete after the look. */
  @Test
  void refusesWhereTheBookIsNotCompleteBeforeThePersonIsLookedUp() throws Exception {
    MemoryIndex completedMeanwhile =
        new MemoryIndex() {
          @Override
          public List<Set<String>> find(long epoch, List<Token> tokens) {
            complete(epoch, new Completed(NOW, 1, 0));
            return super.find(epoch, tokens);
          }
        };

    assertThat(refusedOver(completedMeanwhile)).isEqualTo(ProblemType.MEMBER_UNAVAILABLE);
  }

  /** What a question about a stranger is refused as by an agent with this index. */
  private ProblemType refusedOver(MemoryIndex index) throws Exception {
    handler =
        PlayedAsks.handler(
            play,
            documents,
            new MemoryStores(),
            answers,
            index,
            books.source(),
            waiting,
            () -> now);
    PlayedQuery.Asked asked = play.asked();
    return refused(asked, asked.sign(List.of(stranger)));
  }

  /** ⚔ two-time pad. */
  @Test
  @DisplayName("⚔ two-time pad")
  void refusesAnotherQueryUnderTheSameId() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    answer(asked, asked.sign(List.of(customer)));
    SignedQuery other = asked.sign(List.of(stranger));

    assertThat(refused(asked, other)).isEqualTo(ProblemType.REPLAYED);
  }

  /** The roster before can be named for a minute; a bank that is suspended gains nothing by it. */
  @Test
  void aSuspensionCountsAtOnceAlsoUnderThePreviousRoster() throws Exception {
    PlayedQuery.Asked before = play.asked();
    SignedQuery query = before.sign(List.of(customer));
    documents.adopt(play.suspendingTheBank(NOW), NOW);

    assertThat(refused(before, query)).isEqualTo(ProblemType.PARTY_SUSPENDED);
    assertThat(books.statementsAsked()).isEmpty();
  }

  /** A bank that was shown other documents asks under rules that this platform does not go by. */
  @Test
  void refusesAPolicyAndADirectoryThatAreNotItsOwn() throws Exception {
    play.policy().put("serial", 9);
    PlayedQuery.Asked otherPolicy = play.asked();
    assertThat(refused(otherPolicy, otherPolicy.sign(List.of(customer))))
        .isEqualTo(ProblemType.WRONG_POLICY);

    play.suspend(PlayedQuery.GROUP_BANK);
    PlayedQuery.Asked otherDirectory = play.asked();
    assertThat(refused(otherDirectory, otherDirectory.sign(List.of(customer))))
        .isEqualTo(ProblemType.WRONG_DIRECTORY);
    assertThat(books.statementsAsked()).isEmpty();
  }

  @Test
  void answersToTheLastSecondOfTheDirectoryAndNotBeyond() throws Exception {
    Instant expires = play.directoryExpires();
    PlayedQuery.Asked last = play.asked();
    last.at = expires.minusSeconds(1);
    now = last.at;
    answer(last, last.sign(List.of(customer)));

    PlayedQuery.Asked late = play.asked();
    late.at = expires;
    now = expires;
    assertThat(refused(late, late.sign(List.of(customer)))).isEqualTo(ProblemType.WRONG_DIRECTORY);
  }

  /** ⚔ junk slot: a stranger's token for one platform. */
  @Test
  @DisplayName("⚔ junk slot")
  void refusesAJunkSlot() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    asked.sealedTokens.put(PlayedQuery.SELF, List.of(customer, play.token()));

    assertThat(refused(asked, asked.sign(List.of(customer, stranger))))
        .isEqualTo(ProblemType.SEALED_TOKENS_INVALID);
  }

  /** ⚔ confederate slot: another person's token. */
  @Test
  @DisplayName("⚔ confederate slot")
  void refusesAConfederateSlot() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    asked.sealedTokens.put(PlayedQuery.SELF, List.of(stranger, customer));

    assertThat(refused(asked, asked.sign(List.of(customer, stranger))))
        .isEqualTo(ProblemType.SEALED_TOKENS_INVALID);
  }

  @Test
  void refusesTheBlobOfAnotherMember() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    Bytes other = asked.blobs.getOrDefault(PlayedQuery.PLATFORMS.get(1), Bytes.EMPTY);

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> handler.answer(query.text(), other, handler.arrived()));

    assertThat(refused.type()).isEqualTo(ProblemType.BLOB_MISMATCH);
  }

  @Test
  void decidesByItsOwnPolicyWhateverTheGatewaySays() throws Exception {
    PlayedQuery.Asked unknownPurpose = play.asked();
    unknownPurpose.purpose = "curiosity";
    PlayedQuery.Asked clear = play.asked();
    clear.metrics = List.of(new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.EXACT));

    assertThat(refused(unknownPurpose, unknownPurpose.sign(List.of(customer))))
        .isEqualTo(ProblemType.PURPOSE_NOT_PERMITTED);
    assertThat(refused(clear, clear.sign(List.of(customer))))
        .isEqualTo(ProblemType.FORM_NOT_PERMITTED);
  }

  private ProblemType refused(PlayedQuery.Asked asked, SignedQuery query) {
    return catchThrowableOfType(RefusedException.class, () -> answer(asked, query)).type();
  }
}
