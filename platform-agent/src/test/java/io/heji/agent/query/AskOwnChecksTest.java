package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.agent.contribution.MemoryAnswers;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlayedBooks;
import io.heji.crypto.Bytes;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import io.heji.store.QuotaLedger;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an agent counts and computes itself, at the word of no gateway: quota, S, the floor, and
 * that nothing of an earlier query serves again. Everybody asked about is a stranger.
 */
class AskOwnChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final long QUOTA = 5;
  private static final PartyId B = PlayedQuery.PLATFORMS.get(1);
  private static final PartyId C = PlayedQuery.PLATFORMS.get(2);
  private static final PartyId D = PlayedQuery.PLATFORMS.get(3);
  private static final List<PartyId> FOUR = PlayedQuery.PLATFORMS;

  private final MemoryAnswers answers = new MemoryAnswers();

  /** ⚔ enumeration by a bank: a known number of persons a day, at every agent by its own count. */
  @Test
  void enumerationByABankEndsAtItsQuotaOfTheDay() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);

    for (int person = 0; person < QUOTA; person++) {
      ask(handler, play.asked(), List.of(play.token()));
    }

    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
  }

  /** A batch counts by its subjects, and is answered whole or not at all. */
  @Test
  void aBatchThatGoesBeyondTheQuotaIsRefusedWhole() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);
    ask(handler, play.asked(), List.of(play.token(), play.token(), play.token(), play.token()));

    assertThat(refused(handler, play, FOUR, 2)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
    ask(handler, play.asked(), List.of(play.token()));
    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
  }

  /** Two queries that are decided at the same time have both seen room that only one has. */
  @Test
  void refusesWhatIsWithinTheQuotaWhenDecidedAndBeyondWhenCharged() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler =
        handler(
            play,
            new QuotaLedger() {
              @Override
              public boolean charge(String scope, long amount, long limit) {
                return false;
              }

              @Override
              public long used(String scope) {
                return 0;
              }
            });

    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
  }

  /** Else a bank would have two days' quota in one, between the midnights of two time zones. */
  @Test
  void theDayOfTheQuotaIsTheDirectorysDay() throws Exception {
    Instant midnightInShanghai = Instant.parse("2026-11-23T16:00:00Z");
    PlayedQuery play =
        new PlayedQuery(midnightInShanghai, new PlayedQuery.Setting(FOUR, "north", QUOTA));
    MemoryStores stores = new MemoryStores();

    ask(handler(play, stores), play.asked(), List.of(play.token()));

    assertThat(stores.used("subjects/bank-north/2026-11-24")).isEqualTo(1);
  }

  /** Else a bank could try for ever with questions that fail late. */
  @Test
  void failedQueriesCount() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);
    for (int i = 0; i < QUOTA; i++) {
      PlayedQuery.Asked junk = play.asked();
      junk.sealedTokens.put(PlayedQuery.SELF, List.of(play.token()));
      assertThat(refused(handler, junk, List.of(play.token())))
          .isEqualTo(ProblemType.SEALED_TOKENS_INVALID);
    }

    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.QUOTA_EXCEEDED);
  }

  @Test
  void leavesOutTheBanksOwnCompanyByItsOwnDirectory() throws Exception {
    PlayedQuery play = play(FOUR, PlayedQuery.groupOf(D));
    AskHandler handler = handler(play);

    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(refused(handler, play, List.of(PlayedQuery.SELF, B), 1))
        .isEqualTo(ProblemType.WRONG_ROSTER);
    PlayedQuery.Asked others = play.asked();
    others.sealedTo = List.of(PlayedQuery.SELF, B, C);
    ask(handler, others, List.of(play.token()));
  }

  @Test
  void answersNoBankOfItsOwnCompany() throws Exception {
    PlayedQuery play = play(FOUR, PlayedQuery.groupOf(PlayedQuery.SELF));
    AskHandler handler = handler(play);

    assertThat(refused(handler, play, FOUR, 1)).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(refused(handler, play, List.of(B, C, D), 1)).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  /** Two companies are left beside the bank's own: fewer than the floor, whoever let it through. */
  @Test
  void refusesASumOverFewerCompaniesThanTheFloorByItsOwnPolicy() throws Exception {
    PlayedQuery play = play(PlayedQuery.ON_THE_ROSTER, PlayedQuery.groupOf(C));

    assertThat(refused(handler(play), play, List.of(PlayedQuery.SELF, B), 1))
        .isEqualTo(ProblemType.FLOOR_NOT_MET);
  }

  /** ⚔ replay: what was sealed to an earlier query is none of this one's. */
  @Test
  void refusesTheBlobOfAnEarlierQuery() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);
    Token person = play.token();
    PlayedQuery.Asked earlier = play.asked();
    ask(handler, earlier, List.of(person));
    PlayedQuery.Asked later = play.asked();
    SignedQuery query = later.sign(List.of(person));

    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    () -> handler.answer(query.text(), blob(earlier), handler.arrived()))
                .type())
        .isEqualTo(ProblemType.BLOB_MISMATCH);
  }

  /** ⚔ replay: a contribution is signed for one query and one S. */
  @Test
  void aContributionIsSignedForItsOwnQueryAlone() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);
    Token person = play.token();
    PlayedQuery.Asked earlier = play.asked();
    SignedQuery first = earlier.sign(List.of(person));
    Contribution contribution = handler.answer(first.text(), blob(earlier), handler.arrived());
    SignedQuery second = play.asked().sign(List.of(person));
    var federation = play.federation();
    SummedSet set = federation.summedSet(federation.party(PlayedQuery.BANK).orElseThrow());
    var key = play.key(PlayedQuery.SELF, KeyUse.SIGNING).publicKey();

    assertThat(contribution.isSignedBy(key, first.hash(), set.hash())).isTrue();
    assertThat(contribution.isSignedBy(key, second.hash(), set.hash())).isFalse();
    Bytes fewer = SummedSet.hash(new TreeSet<>(List.of(PlayedQuery.SELF, B, C)));
    assertThat(contribution.isSignedBy(key, first.hash(), fewer)).isFalse();
  }

  /** When its lanes are gone it is refused, and never made anew. */
  @Test
  void anAskIsNotAnsweredAgainWhenItsLanesAreNoLongerKept() throws Exception {
    PlayedQuery play = play(FOUR, "north");
    AskHandler handler = handler(play);
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(play.token()));
    Contribution first = handler.answer(query.text(), blob(asked), handler.arrived());
    assertThat(handler.answer(query.text(), blob(asked), handler.arrived())).isEqualTo(first);
    answers.forgetLanes(NOW);

    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    () -> handler.answer(query.text(), blob(asked), handler.arrived()))
                .type())
        .isEqualTo(ProblemType.REPLAYED);
  }

  private static PlayedQuery play(List<PartyId> platforms, String bankGroup) {
    return new PlayedQuery(NOW, new PlayedQuery.Setting(platforms, bankGroup, QUOTA));
  }

  private AskHandler handler(PlayedQuery play) throws RefusedException {
    return handler(play, new MemoryStores());
  }

  private AskHandler handler(PlayedQuery play, QuotaLedger quotas) throws RefusedException {
    AdoptedDocuments documents = new AdoptedDocuments(play.pinned(), new MemoryStores());
    documents.adopt(play.documents(), play.now);
    return PlayedAsks.handler(
        play,
        documents,
        quotas,
        answers,
        PlayedAsks.nobodysIndex(play.now),
        new PlayedBooks().source(),
        new PlayedWaiting(),
        () -> play.now);
  }

  private static Contribution ask(AskHandler handler, PlayedQuery.Asked asked, List<Token> persons)
      throws Exception {
    return handler.answer(asked.sign(persons).text(), blob(asked), handler.arrived());
  }

  private static ProblemType refused(
      AskHandler handler, PlayedQuery play, List<PartyId> sealedTo, int subjects) {
    PlayedQuery.Asked asked = play.asked();
    asked.sealedTo = sealedTo;
    return refused(handler, asked, Stream.generate(play::token).limit(subjects).toList());
  }

  private static ProblemType refused(
      AskHandler handler, PlayedQuery.Asked asked, List<Token> persons) {
    return catchThrowableOfType(RefusedException.class, () -> ask(handler, asked, persons)).type();
  }

  private static Bytes blob(PlayedQuery.Asked asked) {
    return asked.blobs.getOrDefault(PlayedQuery.SELF, Bytes.EMPTY);
  }
}
