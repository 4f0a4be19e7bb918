package io.heji.protocol.token;

import static io.heji.protocol.document.PlayedDocuments.BANK;
import static io.heji.protocol.document.PlayedDocuments.NAME;
import static io.heji.protocol.document.PlayedDocuments.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.Vectors;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PlayedDocuments;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What gateway and tokeniser each refuse of a request, with the vectors' elements. */
class EvaluationRequestVectorTest {
  private static final JsonNode FILE = Vectors.read("heji-v1-token.json");
  private static final String JTI = "01a0c450-6c00-7cbd-9972-575c393770ee";

  private final PlayedDocuments played = new PlayedDocuments();
  private Federation federation;

  @BeforeEach
  void verify() throws Exception {
    federation = played.federation();
  }

  @TestFactory
  List<DynamicTest> refusesEveryRequestThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : FILE.path("must_refuse_requests")) {
      tests.add(DynamicTest.dynamicTest(vector.path("name").asText(), () -> checkRefused(vector)));
    }
    assertThat(tests).hasSize(5);
    return tests;
  }

  private void checkRefused(JsonNode vector) throws RefusedException {
    int count = vector.path("n").asInt();
    String jws = sign(request(BANK, NOW, count, Vectors.hex(vector.path("elements_hash"))));
    List<Bytes> elements = new ArrayList<>();
    vector.path("elements").forEach(element -> elements.add(Vectors.hex(element)));
    Bytes sent = Bytes.concat(elements.toArray(Bytes[]::new));
    SignedEvaluationRequest request = SignedEvaluationRequest.read(jws);

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> request.verifyElements(sent, GroupEngines.bouncyCastle()::decode));

    assertThat(refused).isNotNull();
    assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
    assertThat(refused.detail()).contains(saying(vector.path("reason").asText()));
  }

  private static String saying(String reason) {
    return switch (reason) {
      case "elements-hash" -> "not the hash of the elements";
      case "count" -> "must be the number of elements";
      default -> throw new AssertionError("unknown reason " + reason);
    };
  }

  @Test
  void takesARightRequestAndRefusesMoreElementsThanTheLimit() throws Exception {
    JsonNode element = FILE.path("must_refuse_requests").path(0).path("elements").path(0);
    Bytes one = Vectors.hex(element);
    SignedEvaluationRequest right =
        SignedEvaluationRequest.read(sign(request(BANK, NOW, 1, Sha256.of(one))));

    assertThat(right.verifyAsker(federation, this::requireCurrent, NOW).id()).isEqualTo(BANK);
    assertThat(right.verifyElements(one, GroupEngines.bouncyCastle()::decode)).hasSize(1);

    SignedEvaluationRequest large =
        SignedEvaluationRequest.read(
            sign(request(BANK, NOW, Limits.SUBJECTS_MAX + 1, Sha256.of(one))));
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> large.verifyElements(one, GroupEngines.bouncyCastle()::decode));
    assertThat(refused.type()).isEqualTo(ProblemType.BATCH_TOO_LARGE);
  }

  @Test
  void refusesARequestMadeUpByTheGateway() throws Exception {
    Es256PrivateKey gateway = played.key(PlayedDocuments.GATEWAY, KeyUse.SIGNING);
    String forged = request(BANK, NOW, 1, hash()).signWith("bank-north-query-1", gateway);
    assertThat(refusal(forged, NOW)).isEqualTo(ProblemType.SIGNATURE_INVALID);
  }

  @Test
  void refusesABanksAccessKeyWhereItsQueryKeyBelongs() throws Exception {
    Es256PrivateKey access = played.key(BANK, KeyUse.ACCESS);
    String wrong = request(BANK, NOW, 1, hash()).signWith("bank-north-access-1", access);
    assertThat(refusal(wrong, NOW)).isEqualTo(ProblemType.SIGNATURE_INVALID);
  }

  @Test
  void refusesAnAskerTheDirectoryDoesNotHave() throws Exception {
    String wrong = sign(request(new PartyId("x-bank-north"), NOW, 1, hash()));
    assertThat(refusal(wrong, NOW)).isEqualTo(ProblemType.UNKNOWN_PARTY);
  }

  @Test
  void refusesARequestOutsideItsTime() throws Exception {
    String request = sign(request(BANK, NOW, 1, hash()));
    Duration skew = Limits.CLOCK_SKEW_MAX;
    Duration life = Limits.MESSAGE_LIFETIME_MAX;
    assertThat(refusal(request, NOW.minus(skew).minusSeconds(1))).isEqualTo(ProblemType.CLOCK_SKEW);
    assertThat(refusal(request, NOW.plus(life).plus(skew))).isEqualTo(ProblemType.MESSAGE_EXPIRED);
  }

  @Test
  void refusesAnotherAudienceAndAnotherRoster() throws Exception {
    EvaluationRequest right = request(BANK, NOW, 1, hash());
    EvaluationRequest elsewhere =
        new EvaluationRequest(
            right.jti(), BANK, "other", NOW, right.expires(), right.roster(), 1, hash());
    EvaluationRequest otherRoster =
        new EvaluationRequest(
            right.jti(), BANK, NAME, NOW, right.expires(), new DocumentRef(1, hash()), 1, hash());
    assertThat(refusal(sign(elsewhere), NOW)).isEqualTo(ProblemType.SIGNATURE_INVALID);
    assertThat(refusal(sign(otherRoster), NOW)).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  /** Signed or not: what it does not know it would pass on as if it had been checked. */
  @Test
  void refusesAMemberThatItDoesNotKnow() throws Exception {
    Bytes payload =
        CompactJws.parse(sign(request(BANK, NOW, 1, hash())), EvaluationRequest.TYP).payload();
    String more = payload.asUtf8().replaceFirst("\\{", "{\"more\":1,");

    assertThat(SignedEvaluationRequest.read(signed(payload)).request().jti()).isEqualTo(JTI);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> SignedEvaluationRequest.read(signed(Bytes.utf8(more))))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private String signed(Bytes payload) {
    return CompactJws.sign(
        EvaluationRequest.TYP, "bank-north-query-1", played.key(BANK, KeyUse.QUERY), payload);
  }

  private void requireCurrent(DocumentRef roster) throws RefusedException {
    if (!roster.equals(federation.rosterRef())) {
      throw new RefusedException(ProblemType.WRONG_ROSTER, "`roster` is not the current one");
    }
  }

  private ProblemType refusal(String jws, Instant now) throws RefusedException {
    SignedEvaluationRequest request = SignedEvaluationRequest.read(jws);
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> request.verifyAsker(federation, this::requireCurrent, now));
    assertThat(refused).isNotNull();
    return refused.type();
  }

  private EvaluationRequest request(PartyId issuer, Instant at, int count, Bytes elementsHash) {
    return new EvaluationRequest(
        JTI,
        issuer,
        NAME,
        at,
        at.plus(Limits.MESSAGE_LIFETIME_MAX),
        federation.rosterRef(),
        count,
        elementsHash);
  }

  private String sign(EvaluationRequest request) {
    return request.signWith("bank-north-query-1", played.key(BANK, KeyUse.QUERY));
  }

  private static Bytes hash() {
    return Sha256.of(Bytes.ascii("elements"));
  }
}
