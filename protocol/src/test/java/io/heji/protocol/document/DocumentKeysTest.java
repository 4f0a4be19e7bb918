package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.NAME;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_B;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_C;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_ONE;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_TWO;

import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.problem.ProblemType;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each attack of protocol section 2 on the keys that documents give to parties. */
class DocumentKeysTest extends VerifiedDocuments {
  @Test
  @DisplayName("⚔ copied mask key")
  void refusesACopiedMaskKey() {
    PlatformKeys own = played.platformKeys(PLATFORM_B);
    played
        .stated()
        .put(
            PLATFORM_B,
            new PlatformKeys(own.sealing(), played.platformKeys(PLATFORM_A).mask(), own.metrics()));
    refusesAll(ProblemType.WRONG_ROSTER, "a public key is in the key statements twice");
  }

  @Test
  void refusesOneKeyForSealingAndMasks() {
    PlatformKeys own = played.platformKeys(PLATFORM_B);
    played.stated().put(PLATFORM_B, new PlatformKeys(own.mask(), own.mask(), own.metrics()));
    refusesAll(ProblemType.WRONG_ROSTER, "a public key is in the key statements twice");
  }

  @Test
  void refusesACopiedTokeniserShare() {
    played.stated().put(TOKENISER_TWO, played.keyStatement(TOKENISER_ONE).keys());
    refusesAll(ProblemType.WRONG_ROSTER, "a public key is in the key statements twice");
  }

  @Test
  void refusesAKeyTwiceInTheDirectory() {
    Es256PrivateKey copied = played.key(PLATFORM_A, KeyUse.SIGNING);
    played.replace(PLATFORM_B, withKey(PLATFORM_B, PLATFORM_B, "platform-b-signing-1", copied));
    refusesAll(ProblemType.WRONG_DIRECTORY, "a key is in the directory twice");
  }

  @Test
  void refusesAKeyIdTwiceInTheDirectory() {
    played.replace(
        PLATFORM_B, withKey(PLATFORM_B, PLATFORM_B, "platform-a-signing-1", played.newKey()));
    refusesAll(ProblemType.WRONG_DIRECTORY, "a key is in the directory twice");
  }

  @Test
  void refusesAKeyWhosePossessionIsProvenForAnotherParty() {
    played.replace(
        PLATFORM_B, withKey(PLATFORM_B, PLATFORM_C, "platform-b-signing-1", played.newKey()));
    refusesAll(ProblemType.WRONG_DIRECTORY, "does not prove its possession");
  }

  private Party withKey(PartyId id, PartyId provenFor, String kid, Es256PrivateKey key) {
    Party was = played.party(id);
    DirectoryKey listed = DirectoryKey.of(NAME, provenFor, KeyUse.SIGNING, kid, key);
    return new Party(
        id,
        was.role(),
        was.name(),
        was.groups(),
        was.licenceClass(),
        was.status(),
        Map.of(KeyUse.SIGNING, listed));
  }

  @Test
  @DisplayName("⚔ tagging")
  void refusesAStatementThatIsNotTheOneTheRosterNames() {
    // Its owner signs it, but the logged roster has the hash of another: a key made for one asker.
    String roster = played.signed().roster();
    played.stated().put(PLATFORM_A, played.newEpochKeys(PLATFORM_A));
    refuses(
        played.withRoster(roster), ProblemType.WRONG_ROSTER, "not the one that the roster names");
  }
}
