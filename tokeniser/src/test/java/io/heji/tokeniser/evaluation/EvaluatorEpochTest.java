package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static io.heji.tokeniser.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.TokenRound;
import io.heji.store.memory.MemoryStores;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under which epoch's share a request is answered, and how long it is remembered. */
class EvaluatorEpochTest {
  private static final Instant NOW = Instant.parse("2026-03-01T15:59:50Z");

  @TempDir Path folder;
  private final PlayedFederation federation = new PlayedFederation(NOW);
  private final Randomness randomness = PlayedFederation.seeded(2);
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final MemoryStores stores = new MemoryStores();
  private final List<Instant> remembered = new ArrayList<>();
  private AdoptedDocuments documents;

  @BeforeEach
  void adopt() throws Exception {
    documents = new AdoptedDocuments(federation.pinned(), stores);
    documents.adopt(federation.documents(), NOW);
  }

  /** Forgotten sooner, the same request would be answered again. */
  @Test
  void aRequestIsRememberedUntilItExpires() throws Exception {
    write(PlayedFederation.EPOCH, federation.share(SELF));

    EvaluationRequest answered = ask(documents.held().federation());

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
    TokenRound round = TokenRound.blind(List.of(subject()), voprf, randomness);
    EvaluationRequest request = round.request(under, BANK, NOW, randomness);
    Evaluator evaluator =
        new Evaluator(
            SELF,
            documents,
            new KeyShares(folder),
            (_, _, _, expires) -> remembered.add(expires),
            new EvaluationQuota(stores),
            voprf,
            randomness,
            () -> NOW);
    String signed = request.signWith(kid(BANK, KeyUse.QUERY), federation.key(BANK, KeyUse.QUERY));
    assertThat(evaluator.evaluate(signed, round.elements()).tokeniser()).isEqualTo(SELF);
    return request;
  }

  private void write(long epoch, KeyShare share) throws IOException {
    Path file = folder.resolve("epoch-" + epoch).resolve("voprf.key");
    Files.createDirectories(file.getParent());
    SecretFile.write(file, share.toSecretBytes(SecretAccess.granted()));
  }

  private static Subject subject() {
    return switch (Subjects.normalise("cn-resident-id", "11010519491231002X")) {
      case Normalised.Accepted(Subject subject) -> subject;
      case Normalised.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }
}
