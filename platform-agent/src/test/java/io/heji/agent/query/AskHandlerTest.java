package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.agent.contribution.ContributionMaker;
import io.heji.agent.contribution.MemoryAnswers;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlayedBooks;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.LaneLayout;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import io.heji.store.memory.MemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One ASK at the agent, driven with real messages over stores in memory. */
class AskHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  private final PlayedQuery play = new PlayedQuery(NOW);
  private final PlayedBooks books = new PlayedBooks();
  private final Map<Token, Set<String>> customers = new HashMap<>();
  private final MemoryAnswers answers = new MemoryAnswers();
  private final PlayedWaiting waiting = new PlayedWaiting();
  private final Token customer = play.token();
  private final Token stranger = play.token();
  private AdoptedDocuments documents;
  private Instant now = NOW;
  private AskHandler handler;

  @BeforeEach
  void customerOwes() throws Exception {
    books.customer("17");
    books.loan("17", "A", "1234.56");
    customers.put(customer, Set.of("17"));
    MemoryStores stores = new MemoryStores();
    PlayedIndex index = new PlayedIndex();
    index.complete(PlayedQuery.EPOCH, new Completed(NOW, 1, 0));
    documents = new AdoptedDocuments(play.pinned(), stores);
    documents.adopt(play.documents(), NOW);
    handler =
        new AskHandler(
            PlayedQuery.SELF,
            documents,
            stores,
            answers,
            index,
            books.source(),
            new PersonKeys(SecretBytes.random(32, play.randomness())),
            new ContributionMaker(
                PlayedQuery.SELF, play.key(PlayedQuery.SELF, KeyUse.SIGNING), play.randomness()),
            _ -> play.secrets(PlayedQuery.SELF),
            (_, _, _, _) -> {},
            waiting,
            () -> now);
  }

  /** The played books have no applications: a zero for them would be a silent gap. */
  @Test
  void refusesAMetricThatItsKeyStatementStatesAndItsMappingDoesNotHave() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    asked.metrics = List.of(new MetricRequest(Metric.APPLICATIONS_7D, Form.EXACT));

    assertThat(refused(asked, asked.sign(List.of(customer))))
        .isEqualTo(ProblemType.MEMBER_UNAVAILABLE);
  }

  /** Else the end of a customer's longer reading could be told from a stranger's, in seconds. */
  @Test
  void theAsOfTimeIsThatOfTheArrivalHoweverLongTheReadingTakes() throws Exception {
    books.whenRead(() -> now = NOW.plusSeconds(3));
    PlayedQuery.Asked asked = play.asked();

    Contribution contribution = answer(asked, asked.sign(List.of(customer)));

    assertThat(contribution.dataAsOf()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void contributesRoundedValuesUnderMasksAndPads() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, stranger));

    Contribution contribution = answer(asked, query);

    long[] clear = unmasked(asked, query, contribution);
    LaneLayout layout = query.query().layout();
    assertThat(clear[LaneLayout.CHECK]).isZero();
    assertThat(clear[layout.veto(0)]).isZero();
    assertThat(clear[layout.known(0)]).isEqualTo(1);
    assertThat(clear[layout.holders(0, 0)]).isEqualTo(1);
    // 1,234.56 rounded up to 1,300.00.
    assertThat(clear[layout.value(0, 0)]).isEqualTo(130_000);
    assertThat(clear[layout.value(0, 1)]).isEqualTo(1);
    assertThat(clear[layout.known(1)]).isZero();
    assertThat(clear[layout.value(1, 0)]).isZero();
    assertThat(clear[layout.value(1, 1)]).isZero();
  }

  @Test
  void leavesAfterThePublishedDelayWhoeverIsAskedAbout() throws Exception {
    PlayedQuery.Asked one = play.asked();
    answer(one, one.sign(List.of(customer)));
    PlayedQuery.Asked other = play.asked();
    answer(other, other.sign(List.of(stranger)));

    Duration delay = Duration.ofMillis(250 + 3);
    assertThat(waiting.pauses).containsExactly(delay, delay);
    assertThat(waiting.late).isZero();
    assertThat(books.statementsAsked()).containsExactly(2, 2);
  }

  /** What took longer shows in steps of D(n), whatever it was that took long. */
  @Test
  void whatTookLongerThanTheDelayLeavesAtItsNextMultiple() throws Exception {
    Duration delay = Duration.ofMillis(250 + 3);
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    books.whenRead(() -> waiting.advance(delay.plusMillis(1)));

    answer(asked, query);

    assertThat(waiting.pauses).containsExactly(delay.minusMillis(1));
    assertThat(waiting.late).isEqualTo(1);
  }

  /** The wait is by a clock of its own: one that is set back an hour blocks no call for an hour. */
  @Test
  void aClockThatIsSetWhileAnAnswerIsMadeHoldsNothingBack() throws Exception {
    for (long set : List.of(-3600L, 3600L)) {
      PlayedQuery.Asked asked = play.asked();
      SignedQuery query = asked.sign(List.of(customer));
      now = NOW;
      books.whenRead(() -> now = NOW.plusSeconds(set));

      answer(asked, query);
    }

    assertThat(waiting.pauses).hasSize(2).containsOnly(Duration.ofMillis(250 + 3));
  }

  @Test
  void givesTheSameBytesForTheSameAskAndComputesNothingTwice() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));

    Contribution first = answer(asked, query);
    Contribution second = answer(asked, query);

    assertThat(second).isEqualTo(first);
    assertThat(books.statementsAsked()).hasSize(1);
  }

  /** ⚔ malleable signature: the other s signs the same query, which gets the same bytes. */
  @Test
  void anotherSignatureOfTheSameQueryGetsTheSameBytes() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    String malleated = MalleatedJws.otherS(query.text());
    assertThat(malleated).isNotEqualTo(query.text());

    Contribution first = answer(asked, query);

    assertThat(handler.answer(malleated, blob(asked))).isEqualTo(first);
    assertThat(books.statementsAsked()).hasSize(1);
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

  @Test
  void nothingLeavesWhenItCannotBeStored() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    answers.fail();

    assertThatThrownBy(() -> answer(asked, query)).isInstanceOf(IllegalStateException.class);
    assertThat(waiting.pauses).isEmpty();
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
        catchThrowableOfType(RefusedException.class, () -> handler.answer(query.text(), other));

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

  @Test
  void vetoesAPersonWhoseRowDoesNotFitTheMapping() throws Exception {
    books.loan("17", "?", "1.00");
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, stranger));

    long[] clear = unmasked(asked, query, answer(asked, query));

    LaneLayout layout = query.query().layout();
    assertThat(clear[layout.veto(0)]).isNotZero();
    assertThat(clear[layout.veto(1)]).isZero();
  }

  @Test
  void answersTheSameSetThreeTimesAndVetoesTheFourth() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      assertThat(vetoes(List.of(customer, stranger))).containsExactly(false, false);
    }

    assertThat(vetoes(List.of(customer, stranger))).containsExactly(true, true);
  }

  /** A conflict about one person leaves the rest of a batch answered. */
  @Test
  void vetoesOnlyThePersonThatWasAskedTooOften() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(customer));
    }

    assertThat(vetoes(List.of(stranger, customer))).containsExactly(false, true);
  }

  /** A pin by token is found when a stranger has become a customer. */
  @Test
  void keepsThePinOfAPersonWhoBecomesACustomer() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(stranger));
    }
    books.customer("18");
    customers.put(stranger, Set.of("18"));

    assertThat(vetoes(List.of(stranger))).containsExactly(true);
  }

  /** A customer has another token in the next epoch, and the same reference. */
  @Test
  void keepsThePinOfACustomerThroughAnEpochChange() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(customer));
    }
    Token ofNextEpoch = play.token();
    customers.put(ofNextEpoch, Set.of("17"));

    assertThat(vetoes(List.of(ofNextEpoch))).containsExactly(true);
  }

  /**
   * A resident id and a passport of one customer in one batch: each subject has the customer's
   * values, and each counts.
   */
  @Test
  void countsACustomerWhoIsAskedAboutTwiceInOneBatchTwice() throws Exception {
    Token passport = play.token();
    customers.put(passport, Set.of("17"));
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, passport));

    long[] clear = unmasked(asked, query, answer(asked, query));

    LaneLayout layout = query.query().layout();
    for (int subject = 0; subject < 2; subject++) {
      assertThat(clear[layout.veto(subject)]).isZero();
      assertThat(clear[layout.known(subject)]).isEqualTo(1);
      assertThat(clear[layout.value(subject, 0)]).isEqualTo(130_000);
    }
    // The third repeat is the last, whichever identity it is asked by.
    assertThat(vetoes(List.of(passport, customer))).containsExactly(false, true);
  }

  @Test
  void pinsAsManyNamesForAStrangerAsForACustomer() throws Exception {
    vetoes(List.of(customer));
    int ofCustomer = answers.pinnedNames();
    vetoes(List.of(stranger));

    assertThat(answers.pinnedNames()).isEqualTo(2 * ofCustomer);
  }

  /** Which subjects a new question about these persons vetoes. */
  private List<Boolean> vetoes(List<Token> persons) throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(persons);
    long[] clear = unmasked(asked, query, answer(asked, query));
    List<Boolean> vetoed = new ArrayList<>();
    for (int subject = 0; subject < persons.size(); subject++) {
      vetoed.add(clear[query.query().layout().veto(subject)] != 0);
    }
    return vetoed;
  }

  private Contribution answer(PlayedQuery.Asked asked, SignedQuery query)
      throws RefusedException, InterruptedException {
    return handler.answer(query.text(), blob(asked));
  }

  private static Bytes blob(PlayedQuery.Asked asked) {
    return asked.blobs.getOrDefault(PlayedQuery.SELF, Bytes.EMPTY);
  }

  private ProblemType refused(PlayedQuery.Asked asked, SignedQuery query) {
    return catchThrowableOfType(RefusedException.class, () -> answer(asked, query)).type();
  }

  /** Takes masks and pads off, as nobody in the protocol could alone. */
  private long[] unmasked(PlayedQuery.Asked asked, SignedQuery query, Contribution contribution)
      throws Exception {
    var federation = play.federation();
    SummedSet set = federation.summedSet(federation.party(PlayedQuery.BANK).orElseThrow());
    LaneLayout layout = query.query().layout();
    assertThat(
            contribution.isSignedBy(
                play.key(PlayedQuery.SELF, KeyUse.SIGNING).publicKey(), query.hash(), set.hash()))
        .isTrue();
    SealedTokens opened =
        SealedTokens.open(
            blob(asked),
            query.query().sealed().getOrDefault(PlayedQuery.SELF, Bytes.EMPTY),
            new SealingContext(
                PlayedQuery.BANK,
                asked.jti,
                PlayedQuery.SELF,
                federation.statement(PlayedQuery.SELF).orElseThrow().hash()),
            play.secrets(PlayedQuery.SELF).sealing(),
            query.query().subjects(),
            query.query().tokens());
    long[] masks =
        PairwiseMasks.sum(
            PlayedQuery.SELF.value(),
            play.secrets(PlayedQuery.SELF).mask(),
            federation.maskKeys(set),
            query.hash(),
            set.hash(),
            layout.laneCount());
    long[] pads =
        Pads.of(opened.padSeed(), query.hash(), PlayedQuery.SELF.value()).lanes(layout.laneCount());
    long[] lanes = Field61.decode(contribution.lanes());
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = Field61.subtract(lanes[lane], masks[lane]);
    }
    for (int subject = 0; subject < layout.subjects(); subject++) {
      int value = layout.value(subject, 0);
      int tag = layout.tag(subject, 0);
      lanes[value] = Field61.subtract(lanes[value], pads[value]);
      lanes[tag] = Field61.subtract(lanes[tag], pads[tag]);
    }
    return lanes;
  }

  /** By the token's bytes, as the real index looks up by a keyed hash of them. */
  private final class PlayedIndex extends MemoryIndex {
    @Override
    public List<Set<String>> find(long epoch, List<Token> tokens) {
      return tokens.stream()
          .map(
              token ->
                  customers.entrySet().stream()
                      .filter(e -> e.getKey().secret().equalsInConstantTime(token.secret()))
                      .map(Map.Entry::getValue)
                      .findFirst()
                      .orElse(Set.of()))
          .toList();
    }
  }
}
