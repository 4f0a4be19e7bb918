package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.BANK_PER_DAY;
import static io.heji.tokeniser.played.PlayedFederation.GATEWAY;
import static io.heji.tokeniser.played.PlayedFederation.OTHER;
import static io.heji.tokeniser.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.TokenRound;
import io.heji.tokeniser.played.PlayedFederation;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which requests a tokeniser evaluates: of whom, once, as signed and in time. */
class EvaluatorRequestTest extends AskedTokeniser {
  @Test
  @DisplayName("⚔ replayed request")
  void refusesARequestThatWasAnsweredBefore() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    evaluator.evaluate(request, round.elements());

    refuses(ProblemType.REPLAYED, request, round.elements());
    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isEqualTo(1);
  }

  /** ⚔ malleable signature: no second answer and no second count, whichever comes first. */
  @Test
  @DisplayName("⚔ malleated signature")
  void aMalleatedSignatureIsNoSecondRequest() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    evaluator.evaluate(request, round.elements());
    refuses(ProblemType.REPLAYED, MalleatedJws.otherS(request), round.elements());

    String next = sign(request(round, BANK), KeyUse.QUERY);
    evaluator.evaluate(MalleatedJws.otherS(next), round.elements());
    refuses(ProblemType.REPLAYED, next, round.elements());

    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isEqualTo(2);
  }

  /** ⚔ malleable signature: one spelling only; another uses nothing up. */
  @Test
  void refusesASignatureSpeltOtherwise() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    for (String spelling : MalleatedJws.otherSpellings(request)) {
      refuses(ProblemType.MALFORMED_REQUEST, spelling, round.elements());
    }

    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
    assertThat(evaluator.evaluate(request, round.elements())).isNotNull();
  }

  @Test
  @DisplayName("⚔ request made up by the gateway")
  void refusesARequestMadeUpByTheGateway() throws Exception {
    TokenRound round = round(1);
    EvaluationRequest request = request(round, BANK);
    String forged =
        request.signWith(kid(BANK, KeyUse.QUERY), federation.key(GATEWAY, KeyUse.SIGNING));
    String underOwnName =
        request.signWith(kid(GATEWAY, KeyUse.SIGNING), federation.key(GATEWAY, KeyUse.SIGNING));

    refuses(ProblemType.SIGNATURE_INVALID, forged, round.elements());
    refuses(ProblemType.SIGNATURE_INVALID, underOwnName, round.elements());
    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
    // Nor does it use up the asker's own request of that jti.
    assertThat(evaluator.evaluate(sign(request, KeyUse.QUERY), round.elements())).isNotNull();
  }

  @Test
  void refusesOtherElementsThanTheSignedOnes() throws Exception {
    TokenRound signed = round(1);
    String request = sign(request(signed, BANK), KeyUse.QUERY);

    refuses(ProblemType.MALFORMED_REQUEST, request, round(1).elements());
    refuses(ProblemType.MALFORMED_REQUEST, request, round(2).elements());
    refuses(ProblemType.MALFORMED_REQUEST, request, Bytes.EMPTY);
    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
  }

  @Test
  void refusesElementsThatAreNoPoints() throws Exception {
    byte[] identity = new byte[Limits.ELEMENT_BYTES];
    Bytes elements = Bytes.copyOf(identity);
    EvaluationRequest request = with(request(round(1), BANK), elements, 1);

    refuses(ProblemType.MALFORMED_REQUEST, sign(request, KeyUse.QUERY), elements);
  }

  @Test
  void refusesMoreElementsThanTheLimit() throws Exception {
    Bytes elements = Bytes.copyOf(new byte[(Limits.SUBJECTS_MAX + 1) * Limits.ELEMENT_BYTES]);
    EvaluationRequest request = with(request(round(1), BANK), elements, Limits.SUBJECTS_MAX + 1);

    refuses(ProblemType.BATCH_TOO_LARGE, sign(request, KeyUse.QUERY), elements);
  }

  @Test
  void refusesABanksAccessKeyForEvaluations() throws Exception {
    TokenRound round = round(1);
    String request =
        request(round, BANK)
            .signWith(kid(BANK, KeyUse.ACCESS), federation.key(BANK, KeyUse.ACCESS));

    refuses(ProblemType.SIGNATURE_INVALID, request, round.elements());
  }

  @Test
  void refusesAskersThatAreNoActiveBankOrPlatform() throws Exception {
    refusesAsker(ProblemType.PARTY_SUSPENDED, PlayedFederation.SUSPENDED, KeyUse.QUERY);
    refusesAsker(ProblemType.UNKNOWN_PARTY, PlayedFederation.AUDITOR, KeyUse.SIGNING);
    refusesAsker(ProblemType.UNKNOWN_PARTY, OTHER, KeyUse.SIGNING);
    refusesAsker(ProblemType.UNKNOWN_PARTY, GATEWAY, KeyUse.SIGNING);
  }

  private void refusesAsker(ProblemType expected, PartyId asker, KeyUse use) throws Exception {
    TokenRound round = round(1);
    refuses(expected, sign(request(round, asker), use), round.elements());
  }

  @Test
  void refusesAnotherAudienceTimeOrRoster() throws Exception {
    refusesChanged(ProblemType.SIGNATURE_INVALID, r -> changed(r, "elsewhere", NOW, r.roster()));
    Instant future = NOW.plus(Limits.CLOCK_SKEW_MAX).plusSeconds(1);
    refusesChanged(ProblemType.CLOCK_SKEW, r -> changed(r, r.audience(), future, r.roster()));
    Instant past = NOW.minus(Limits.MESSAGE_LIFETIME_MAX).minus(Limits.CLOCK_SKEW_MAX);
    refusesChanged(ProblemType.MESSAGE_EXPIRED, r -> changed(r, r.audience(), past, r.roster()));
    DocumentRef unknown = new DocumentRef(2, Sha256.of(Bytes.EMPTY));
    refusesChanged(ProblemType.WRONG_ROSTER, r -> changed(r, r.audience(), NOW, unknown));
  }

  @Test
  void takesARequestToTheLastSecondOfTheClocksDifferenceAndNotBeyond() throws Exception {
    Instant ahead = NOW.plus(Limits.CLOCK_SKEW_MAX);
    Instant oldest = NOW.minus(Limits.MESSAGE_LIFETIME_MAX).minus(Limits.CLOCK_SKEW_MAX);

    accepts(r -> changed(r, r.audience(), ahead, r.roster()));
    accepts(r -> changed(r, r.audience(), oldest.plusSeconds(1), r.roster()));
    refusesChanged(
        ProblemType.CLOCK_SKEW, r -> changed(r, r.audience(), ahead.plusSeconds(1), r.roster()));
    refusesChanged(ProblemType.MESSAGE_EXPIRED, r -> changed(r, r.audience(), oldest, r.roster()));
  }

  private void accepts(UnaryOperator<EvaluationRequest> change) throws Exception {
    TokenRound round = round(1);
    EvaluationRequest request = change.apply(request(round, BANK));
    assertThat(evaluator.evaluate(sign(request, KeyUse.QUERY), round.elements())).isNotNull();
  }

  private void refusesChanged(ProblemType expected, UnaryOperator<EvaluationRequest> change)
      throws Exception {
    TokenRound round = round(1);
    EvaluationRequest request = change.apply(request(round, BANK));
    refuses(expected, sign(request, KeyUse.QUERY), round.elements());
  }

  @Test
  void theFirstWrongThingInTheFixedOrderIsTheReason() throws Exception {
    TokenRound round = round((int) BANK_PER_DAY + 1);
    DocumentRef unknownRoster = new DocumentRef(2, Sha256.of(Bytes.EMPTY));
    EvaluationRequest wrong =
        changed(request(round, BANK), "elsewhere", Instant.EPOCH, unknownRoster);
    Bytes noPoints = Bytes.copyOf(new byte[5]);

    refuses(
        ProblemType.SIGNATURE_INVALID,
        wrong.signWith(kid(BANK, KeyUse.QUERY), federation.key(GATEWAY, KeyUse.SIGNING)),
        noPoints);
    EvaluationRequest old = changed(wrong, PlayedFederation.NAME, Instant.EPOCH, unknownRoster);
    refuses(ProblemType.MESSAGE_EXPIRED, sign(old, KeyUse.QUERY), noPoints);
    EvaluationRequest otherRoster = changed(old, PlayedFederation.NAME, NOW, unknownRoster);
    refuses(ProblemType.WRONG_ROSTER, sign(otherRoster, KeyUse.QUERY), noPoints);
    EvaluationRequest right =
        changed(otherRoster, PlayedFederation.NAME, NOW, current().rosterRef());
    refuses(ProblemType.MALFORMED_REQUEST, sign(right, KeyUse.QUERY), noPoints);
    refuses(ProblemType.QUOTA_EXCEEDED, sign(right, KeyUse.QUERY), round.elements());
  }

  private static EvaluationRequest with(EvaluationRequest request, Bytes elements, int count) {
    return new EvaluationRequest(
        request.jti(),
        request.issuer(),
        request.audience(),
        request.issuedAt(),
        request.expires(),
        request.roster(),
        count,
        Sha256.of(elements));
  }
}
