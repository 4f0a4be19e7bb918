package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.oprf.KeyShare;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.TokenRound;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Under which epoch's share a request is answered, and how long it is remembered. */
class EvaluatorEpochTest extends AskedTokeniser {
  private final List<Instant> remembered = new ArrayList<>();

  /** Forgotten sooner, the same request would be answered again. */
  @Test
  void aRequestIsRememberedUntilItExpires() throws Exception {
    write(PlayedFederation.EPOCH, federation.share(SELF));

    EvaluationRequest answered = ask(current());

    assertThat(remembered).containsExactly(answered.expires());
  }

  /** Under any other, the book of the next epoch would be one that no question finds. */
  @Test
  void aRequestUnderAnAnnouncedRosterIsAnsweredWithTheShareOfItsEpoch() throws Exception {
    KeyShare next = KeyShare.generate(randomness);
    federation.nextEpoch();
    federation.stated().put(SELF, new TokeniserKeys(next.publicKey()));
    Instant starts = NOW.plus(Duration.ofHours(1));
    documents.adopt(federation.documents(2, starts, PlayedFederation.LIFE), NOW);
    // Of the current epoch it has none: that one would be refused.
    write(PlayedFederation.EPOCH + 1, next);

    ask(documents.announced().orElseThrow().federation());

    assertThat(remembered).hasSize(1);
  }

  private EvaluationRequest ask(Federation under) throws Exception {
    TokenRound round = round(1);
    EvaluationRequest request = round.request(under, BANK, NOW, randomness);
    Evaluator tokeniser =
        new Evaluator(
            SELF,
            documents,
            new KeyShares(folder),
            (_, _, _, expires) -> remembered.add(expires),
            new EvaluationQuota(stores),
            voprf,
            randomness,
            () -> NOW);
    String signed = sign(request, KeyUse.QUERY);
    assertThat(tokeniser.evaluate(signed, round.elements()).tokeniser()).isEqualTo(SELF);
    return request;
  }

  private void write(long epoch, KeyShare share) throws IOException {
    write(folder.resolve("epoch-" + epoch).resolve("voprf.key"), share);
  }
}
