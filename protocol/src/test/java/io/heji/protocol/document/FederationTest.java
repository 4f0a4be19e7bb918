package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.BANK;
import static io.heji.protocol.document.PlayedDocuments.GATEWAY;
import static io.heji.protocol.document.PlayedDocuments.NAME;
import static io.heji.protocol.document.PlayedDocuments.NOW;
import static io.heji.protocol.document.PlayedDocuments.PLATFORMS;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_B;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_C;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_ONE;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attack on documents that protocol section 2 names, on a set that is right otherwise. */
class FederationTest {
  private final PlayedDocuments played = new PlayedDocuments();

  private void refuses(SignedDocuments documents, ProblemType type, String detail) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Federation.verify(documents, played.pinned(), NOW))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type))
        .satisfies(refused -> assertThat(refused.detail()).contains(detail));
  }

  private void refusesAll(ProblemType type, String detail) {
    refuses(played.signed(), type, detail);
  }

  @Test
  void takesARightSet() throws Exception {
    Federation federation = played.federation();

    assertThat(federation.gateway().id()).isEqualTo(GATEWAY);
    assertThat(federation.tokeniserKeys().keySet()).containsExactly(TOKENISER_ONE, TOKENISER_TWO);
    assertThat(federation.summedSet(played.party(BANK)).members())
        .containsExactlyElementsOf(PLATFORMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "ES384", "es256"})
  @DisplayName("⚔ algorithm confusion")
  void refusesAnyAlgorithmButOne(String algorithm) {
    // Signed rightly, so that nothing but the algorithm's name can be the reason.
    ObjectNode header = Json.object();
    header.put("alg", algorithm).put("kid", "gateway-signing-1").put("typ", Roster.TYP);
    refuses(
        played.withRoster(underHeader(header)), ProblemType.SIGNATURE_INVALID, "must be `ES256`");
  }

  @Test
  @DisplayName("⚔ none")
  void refusesNoneWithoutASignature() {
    ObjectNode header = Json.object();
    header.put("alg", "none").put("kid", "gateway-signing-1").put("typ", Roster.TYP);
    String unsigned = Json.encode(header).base64Url() + "." + payload() + ".";
    refuses(played.withRoster(unsigned), ProblemType.SIGNATURE_INVALID, "must be `ES256`");
  }

  @Test
  void refusesAHeaderThatBringsItsOwnKey() {
    ObjectNode header = Json.object();
    header.put("alg", "ES256").put("kid", "gateway-signing-1").put("typ", Roster.TYP);
    header.putObject("jwk").put("kty", "EC");
    refuses(
        played.withRoster(underHeader(header)), ProblemType.MALFORMED_REQUEST, "unknown member");
  }

  private String underHeader(ObjectNode header) {
    String signed = Json.encode(header).base64Url() + "." + payload();
    Bytes signature = played.key(GATEWAY, KeyUse.SIGNING).sign(Bytes.ascii(signed));
    return signed + "." + signature.base64Url();
  }

  private String payload() {
    return played.roster().toPayload().base64Url();
  }

  @Test
  @DisplayName("⚔ one document passed for another")
  void refusesOneDocumentPassedForAnother() {
    Bytes directory = played.directory().toPayload();
    refuses(
        played.withDirectory(played.byRegulators(Federation.POLICY_TYP, directory)),
        ProblemType.SIGNATURE_INVALID,
        "member `typ`");
    refuses(
        played.withRoster(played.by(GATEWAY, KeyStatement.TYP, played.roster().toPayload())),
        ProblemType.SIGNATURE_INVALID,
        "member `typ`");
  }

  @Test
  void refusesTooFewSignaturesOfRegulators() {
    Bytes directory = played.directory().toPayload();
    refuses(
        played.withDirectory(
            QuorumJws.sign(Directory.TYP, directory, played.regulators().headMap("regulator-2"))),
        ProblemType.SIGNATURE_INVALID,
        "has 1 signatures of 2");
  }

  @Test
  void refusesOneRegulatorTwice() throws Exception {
    ObjectNode document = Json.object();
    Bytes payload = played.directory().toPayload();
    String once =
        QuorumJws.sign(Directory.TYP, payload, played.regulators().headMap("regulator-2"));
    var signature =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(once).path("signatures").path(0);
    document.put("payload", payload.base64Url());
    document.putArray("signatures").add(signature).add(signature);
    refuses(
        played.withDirectory(Json.encode(document).asUtf8()),
        ProblemType.SIGNATURE_INVALID,
        "or one twice");
  }

  @Test
  void refusesAnUnknownSignerBesideEnoughRightOnes() {
    SortedMap<String, Es256PrivateKey> signers = new TreeMap<>(played.regulators());
    signers.put("regulator-4", played.newKey());
    refuses(
        played.withDirectory(
            QuorumJws.sign(Directory.TYP, played.directory().toPayload(), signers)),
        ProblemType.SIGNATURE_INVALID,
        "not of a pinned regulator");
  }

  @Test
  void refusesAWrongKeyUnderARegulatorsName() {
    SortedMap<String, Es256PrivateKey> signers = new TreeMap<>(played.regulators());
    signers.put("regulator-3", played.newKey());
    refuses(
        played.withDirectory(
            QuorumJws.sign(Directory.TYP, played.directory().toPayload(), signers)),
        ProblemType.SIGNATURE_INVALID,
        "not of a pinned regulator");
  }

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
  void refusesARosterByAnotherThanTheGateway() {
    refuses(
        played.withRoster(played.by(PLATFORM_A, Roster.TYP, played.roster().toPayload())),
        ProblemType.SIGNATURE_INVALID,
        "not signed by its issuer's key");
  }

  @Test
  void refusesARosterByAnotherKeyUnderTheGatewaysKid() {
    refuses(
        played.withRoster(
            CompactJws.sign(
                Roster.TYP,
                PlayedDocuments.kid(GATEWAY, KeyUse.SIGNING),
                played.key(PLATFORM_A, KeyUse.SIGNING),
                played.roster().toPayload())),
        ProblemType.SIGNATURE_INVALID,
        "not signed by its issuer's key");
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
  @DisplayName("⚔ tagging")
  void refusesAStatementThatIsNotTheOneTheRosterNames() {
    // Its owner signs it, but the logged roster has the hash of another: a key made for one asker.
    String roster = played.signed().roster();
    played.stated().put(PLATFORM_A, played.newEpochKeys(PLATFORM_A));
    refuses(
        played.withRoster(roster), ProblemType.WRONG_ROSTER, "not the one that the roster names");
  }

  @Test
  void refusesAStatementThatAnotherThanItsPartySigned() {
    List<String> statements = new ArrayList<>(played.signed().keyStatements());
    statements.removeIf(text -> text.equals(played.signedStatement(PLATFORM_A)));
    statements.removeLast();
    statements.add(
        played.by(PLATFORM_B, KeyStatement.TYP, played.keyStatement(PLATFORM_A).toPayload()));
    refuses(
        played.withStatements(statements),
        ProblemType.SIGNATURE_INVALID,
        "not signed by its issuer's key");
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

  @Test
  void refusesDocumentsOutsideTheirTime() {
    SignedDocuments right = played.signed();
    for (Duration off : List.of(Duration.ofDays(-2), Duration.ofDays(89))) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> Federation.verify(right, played.pinned(), NOW.plus(off)))
          .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.WRONG_DIRECTORY));
    }
  }

  @Test
  void refusesADirectoryOfAnotherFederation() {
    PinnedRegulators others = new PinnedRegulators("other", 2, played.pinned().keys());
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Federation.verify(played.signed(), others, NOW))
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.WRONG_DIRECTORY));
  }
}
