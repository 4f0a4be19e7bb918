package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.contribution.MemoryAnswers;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlayedBooks;
import io.heji.crypto.Bytes;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.LaneLayout;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/**
 * An agent that is asked about a customer and a stranger, with real messages over stores in memory.
 */
abstract class AskedAgent {
  static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  final PlayedQuery play = new PlayedQuery(NOW);
  final PlayedBooks books = new PlayedBooks();
  final Map<Token, Set<String>> customers = new HashMap<>();
  final MemoryAnswers answers = new MemoryAnswers();
  final PlayedWaiting waiting = new PlayedWaiting();
  final Token customer = play.token();
  final Token stranger = play.token();
  AdoptedDocuments documents;
  Instant now = NOW;
  AskHandler handler;

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
        PlayedAsks.handler(
            play, documents, stores, answers, index, books.source(), waiting, () -> now);
  }

  Contribution answer(PlayedQuery.Asked asked, SignedQuery query)
      throws RefusedException, InterruptedException {
    return handler.answer(query.text(), blob(asked), handler.arrived());
  }

  static Bytes blob(PlayedQuery.Asked asked) {
    return asked.blobs.getOrDefault(PlayedQuery.SELF, Bytes.EMPTY);
  }

  /** Takes masks and pads off, as nobody in the protocol could alone. */
  long[] unmasked(PlayedQuery.Asked asked, SignedQuery query, Contribution contribution)
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
  final class PlayedIndex extends MemoryIndex {
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
