package io.heji.tokeniser.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Documents;
import io.heji.store.StoreFailedException;
import io.heji.store.memory.MemoryStores;
import io.heji.store.played.FailingMemory;
import io.heji.tokeniser.evaluation.Evaluator;
import io.heji.tokeniser.evaluation.KeyShares;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents at the tokeniser's end of the link. */
class TokeniserLinkTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir Path folder;
  private final PlayedFederation federation = new PlayedFederation(NOW);
  private final FailingMemory memory = new FailingMemory();
  private final AdoptedDocuments documents = new AdoptedDocuments(federation.pinned(), memory);

  /** Told to the link, which ends then: otherwise it would stay with the documents before. */
  @Test
  void documentsThatCouldNotBeRememberedAreTakenWhenTheyComeAgain() throws Exception {
    TokeniserLink link = link();
    link.documents(frame(federation.documents()));
    federation.suspend(PlayedFederation.BANK);
    Documents next = frame(federation.documents(2, NOW, PlayedFederation.LIFE));
    memory.fails = true;
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> link.documents(next));
    assertThat(documents.held().federation().directoryRef().serial()).isEqualTo(1);
    memory.fails = false;

    link.documents(next);

    assertThat(documents.held().federation().directoryRef().serial()).isEqualTo(2);
  }

  private static Documents frame(SignedDocuments set) {
    return Documents.newBuilder()
        .setDirectory(set.directory())
        .setPolicy(set.policy())
        .setRoster(set.roster())
        .addAllKeyStatements(set.keyStatements())
        .build();
  }

  private TokeniserLink link() {
    MemoryStores stores = new MemoryStores();
    KeyShares shares = new KeyShares(folder);
    Evaluator evaluator =
        new Evaluator(
            PlayedFederation.SELF,
            documents,
            shares,
            stores,
            new EvaluationQuota(stores),
            new Voprf(GroupEngines.bouncyCastle()),
            PlayedFederation.seeded(2),
            () -> NOW);
    return new TokeniserLink(
        PlayedFederation.SELF, documents, shares, evaluator, () -> NOW, new SimpleMeterRegistry());
  }
}
