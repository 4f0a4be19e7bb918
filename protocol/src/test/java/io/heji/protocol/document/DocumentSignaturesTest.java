package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.GATEWAY;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_B;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attack of protocol section 2 on who signed a document, how, and for what. */
class DocumentSignaturesTest extends VerifiedDocuments {
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
    refusesAStrangersKeyAs("regulator-4");
  }

  @Test
  void refusesAWrongKeyUnderARegulatorsName() {
    refusesAStrangersKeyAs("regulator-3");
  }

  private void refusesAStrangersKeyAs(String kid) {
    SortedMap<String, Es256PrivateKey> signers = new TreeMap<>(played.regulators());
    signers.put(kid, played.newKey());
    refuses(
        played.withDirectory(
            QuorumJws.sign(Directory.TYP, played.directory().toPayload(), signers)),
        ProblemType.SIGNATURE_INVALID,
        "not of a pinned regulator");
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
}
