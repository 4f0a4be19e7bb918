package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.BANK;
import static io.heji.protocol.document.PlayedDocuments.GATEWAY;
import static io.heji.protocol.document.PlayedDocuments.NAME;
import static io.heji.protocol.document.PlayedDocuments.PLATFORMS;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_B;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_ONE;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who makes up a federation: each attack of protocol section 2 on the directory and the roster. */
class FederationTest extends VerifiedDocuments {
  @Test
  void takesARightSet() throws Exception {
    Federation federation = played.federation();

    assertThat(federation.gateway().id()).isEqualTo(GATEWAY);
    assertThat(federation.tokeniserKeys().keySet()).containsExactly(TOKENISER_ONE, TOKENISER_TWO);
    assertThat(federation.summedSet(played.party(BANK)).members())
        .containsExactlyElementsOf(PLATFORMS);
  }

  @Test
  void refusesAPartyTwiceInTheDirectory() {
    played.enter(PLATFORM_A, Role.PLATFORM, "another", "any", KeyUse.SIGNING);
    refusesAll(ProblemType.WRONG_DIRECTORY, "a party is in the directory twice");
  }

  @Test
  @DisplayName("⚔ suffix id")
  void comparesIdsWholeAndNeverBySuffix() throws Exception {
    assertThat(played.federation().party(new PartyId("a"))).isEmpty();
    assertThat(played.federation().party(new PartyId("x-platform-a"))).isEmpty();

    SignedDocuments right = played.signed();
    played.stated().put(new PartyId("evil-platform-a"), played.newEpochKeys(PLATFORM_A));
    SignedDocuments wrong =
        new SignedDocuments(
            right.directory(),
            right.policy(),
            played.by(GATEWAY, Roster.TYP, played.roster().toPayload()),
            right.keyStatements());
    refuses(wrong, ProblemType.WRONG_ROSTER, "no platform of the directory");
  }

  @Test
  void refusesASuspendedPartyInTheRoster() {
    played.suspend(PLATFORM_B);
    refusesAll(ProblemType.WRONG_ROSTER, "a suspended platform");
  }

  @Test
  void takesADirectoryThatSuspendsATokeniserAndWantsNoTokens() throws Exception {
    played.federation().requireActiveTokenisers();
    played.suspend(TOKENISER_TWO);

    Federation federation = played.federation();

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(federation::requireActiveTokenisers)
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.TOKENISER_UNAVAILABLE));
  }

  /** A party of another role cannot hold a share, and one tokeniser alone could tabulate. */
  @Test
  void refusesATokeniserThatIsNone() {
    Party two = played.party(TOKENISER_TWO);
    played.replace(
        TOKENISER_TWO,
        new Party(
            two.id(), Role.AUDITOR, two.name(), two.groups(), "any", two.status(), two.keys()));
    refusesAll(ProblemType.WRONG_DIRECTORY, "at least two company groups");
  }

  @Test
  void takesTheFewestTokenisersThatThereMayBeAndNotOneLess() throws Exception {
    assertThat(played.tokenisers()).hasSize(Limits.TOKENISERS_MIN);
    assertThat(played.federation().tokeniserKeys()).hasSize(Limits.TOKENISERS_MIN);

    played.tokenisers().remove(TOKENISER_TWO);
    played.stated().remove(TOKENISER_TWO);
    refusesAll(ProblemType.WRONG_DIRECTORY, "at least two company groups");
  }

  @Test
  void refusesTokenisersOfOneCompany() {
    Party one = played.party(TOKENISER_ONE);
    Party two = played.party(TOKENISER_TWO);
    TreeSet<String> both = new TreeSet<>(two.groups());
    both.addAll(one.groups());
    played.replace(
        TOKENISER_TWO,
        new Party(two.id(), two.role(), two.name(), both, "any", two.status(), two.keys()));
    refusesAll(ProblemType.WRONG_DIRECTORY, "at least two company groups");
  }

  @Test
  void refusesARosterWithoutOneOfTheTokenisers() {
    played.stated().remove(TOKENISER_TWO);
    refusesAll(ProblemType.WRONG_ROSTER, "tokenisers are not the directory's");
  }

  @Test
  void refusesABankInTheRoster() {
    played.enter(new PartyId("bank-south"), Role.BANK, "south", "any", KeyUse.SIGNING);
    played.stated().put(new PartyId("bank-south"), played.newEpochKeys(PLATFORM_A));
    refusesAll(ProblemType.WRONG_ROSTER, "no platform of the directory");
  }

  @Test
  void refusesAMissingAndARepeatedStatement() {
    List<String> right = played.signed().keyStatements();
    refuses(
        played.withStatements(right.subList(1, right.size())),
        ProblemType.WRONG_ROSTER,
        "not exactly those");
    List<String> repeated = new ArrayList<>(right);
    repeated.add(right.getFirst());
    refuses(played.withStatements(repeated), ProblemType.WRONG_ROSTER, "not exactly those");
    repeated.remove(1);
    refuses(played.withStatements(repeated), ProblemType.WRONG_ROSTER, "not exactly those");
  }

  @Test
  void refusesAMemberTwiceAndOneNobodyKnows() {
    String right = played.directory().toPayload().asUtf8();
    refuses(
        played.withDirectory(
            played.byRegulators(
                Directory.TYP, Bytes.utf8(right.replaceFirst("\\{", "{\"serial\":9,")))),
        ProblemType.MALFORMED_REQUEST,
        "not one JSON object");
    refuses(
        played.withDirectory(
            played.byRegulators(
                Directory.TYP, Bytes.utf8(right.replaceFirst("\\{", "{\"more\":9,")))),
        ProblemType.MALFORMED_REQUEST,
        "unknown member");
  }

  /**
   * ⚔ downgrade of the log: a directory that names a log key makes proofs mandatory. Who cannot
   * check them does not go by it, and so never answers without them.
   */
  @Test
  @DisplayName("⚔ downgrade to log: none")
  void refusesADirectoryThatNamesALogKeyRatherThanGoOnWithoutProofs() {
    DirectoryKey key =
        DirectoryKey.of(NAME, GATEWAY, KeyUse.SIGNING, "gateway-log-1", played.newKey());
    ObjectNode log = Json.object();
    key.write(log);
    String right = played.directory().toPayload().asUtf8();
    String ofTheGateway =
        "\"keys\":{\"signing\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"gateway-";
    assertThat(right).contains(ofTheGateway);

    refusesDirectory(
        right.replace(
            ofTheGateway,
            ofTheGateway.replace(
                "{\"signing", "{\"log\":" + Json.encode(log).asUtf8() + ",\"signing")),
        "keys by the uses of the protocol");
    refusesDirectory(
        right.replaceFirst("\\{", "{\"log\":" + Json.encode(log).asUtf8() + ","), "unknown member");
  }

  private void refusesDirectory(String payload, String detail) {
    refuses(
        played.withDirectory(played.byRegulators(Directory.TYP, Bytes.utf8(payload))),
        ProblemType.MALFORMED_REQUEST,
        detail);
  }
}
