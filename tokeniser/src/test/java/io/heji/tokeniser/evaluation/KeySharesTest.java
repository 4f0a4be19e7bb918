package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a share and a quota, and for how long a share is held. */
class KeySharesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T15:59:50Z");

  @TempDir Path folder;
  private final PlayedFederation federation = new PlayedFederation(NOW);
  private final MemoryStores stores = new MemoryStores();
  private Path file;
  private KeyShares shares;
  private Adopted adopted;

  @BeforeEach
  void adopt() throws Exception {
    file = folder.resolve("epoch-" + PlayedFederation.EPOCH).resolve("voprf.key");
    Files.createDirectories(file.getParent());
    SecretFile.write(file, federation.share(SELF).toSecretBytes(SecretAccess.granted()));
    shares = new KeyShares(folder);
    adopted = new AdoptedDocuments(federation.pinned(), stores).adopt(federation.documents(), NOW);
  }

  @Test
  void holdsAShareUntilItsEpochIsForgotten() throws Exception {
    shares.required(adopted.federation(), SELF);
    Files.delete(file);

    shares.forgetBefore(PlayedFederation.EPOCH);
    assertThat(shares.required(adopted.federation(), SELF)).isNotNull();
    shares.forgetBefore(PlayedFederation.EPOCH + 1);
    refuses(SELF);
  }

  @Test
  void hasNoShareForWhoIsNotOnTheRosterOrIsNoTokeniser() {
    refuses(new PartyId("tokeniser-three"));
    refuses(PlayedFederation.PLATFORM);
  }

  private void refuses(PartyId self) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> shares.required(adopted.federation(), self))
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.TOKENISER_UNAVAILABLE));
  }

  @Test
  void nobodyButBanksAndPlatformsHasAQuota() {
    EvaluationQuota quota = new EvaluationQuota(stores);
    for (PartyId party :
        List.of(PlayedFederation.GATEWAY, PlayedFederation.OTHER, PlayedFederation.AUDITOR)) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> quota.charge(federation.party(party), adopted, 1, NOW))
          .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.QUOTA_EXCEEDED));
    }
  }
}
