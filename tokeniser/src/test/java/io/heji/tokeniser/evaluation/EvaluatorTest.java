package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.BANK_PER_DAY;
import static io.heji.tokeniser.played.PlayedFederation.GATEWAY;
import static io.heji.tokeniser.played.PlayedFederation.OTHER;
import static io.heji.tokeniser.played.PlayedFederation.PLATFORM;
import static io.heji.tokeniser.played.PlayedFederation.PLATFORM_PER_EPOCH;
import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static io.heji.tokeniser.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import io.heji.store.memory.MemoryStores;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokeniser's rules against requests as askers sign them, with stores in memory. */
class EvaluatorTest {
  // In Shanghai, whose days count, ten seconds before midnight.
  private static final Instant NOW = Instant.parse("2026-03-01T15:59:50Z");
  private static final Subject SUBJECT = subject();

  @TempDir Path folder;
  private final PlayedFederation federation = new PlayedFederation(NOW);
  private final Randomness randomness = PlayedFederation.seeded(2);
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final MemoryStores stores = new MemoryStores();
  private Instant now = NOW;
  private AdoptedDocuments documents;
  private Evaluator evaluator;

  @BeforeEach
  void adopt() throws Exception {
    documents = new AdoptedDocuments(federation.pinned(), stores);
    documents.adopt(federation.documents(), NOW);
    write(SELF, federation.share(SELF));
    evaluator = evaluator(SELF);
  }

  @Test
  void twoTokenisersGiveBankAndPlatformTheSameToken() throws Exception {
    write(OTHER, federation.share(OTHER));
    Evaluator other = evaluator(OTHER);

    Token bank = token(BANK, KeyUse.QUERY, other);
    Token platform = token(PLATFORM, KeyUse.SIGNING, other);

    assertThat(bank.secret().equalsInConstantTime(platform.secret())).isTrue();
  }

  private Token token(PartyId asker, KeyUse use, Evaluator other) throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, asker), use);
    List<EvaluationAnswer> answers =
        List.of(
            evaluator.evaluate(request, round.elements()),
            other.evaluate(request, round.elements()));
    return round.finish(current(), answers).getFirst();
  }

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
  void answersUnderTheRosterBeforeForAMinuteAndNoLonger() throws Exception {
    TokenRound round = round(1);
    DocumentRef before = current().rosterRef();
    Instant from = NOW.plusSeconds(10);
    now = from;
    documents.adopt(federation.documents(2, from, Duration.ofDays(90)), now);

    now = from.plus(Limits.PREVIOUS_ROSTER_GRACE).minusSeconds(1);
    EvaluationRequest inTime = changed(request(round, BANK), PlayedFederation.NAME, now, before);
    assertThat(evaluator.evaluate(sign(inTime, KeyUse.QUERY), round.elements())).isNotNull();
    now = from.plus(Limits.PREVIOUS_ROSTER_GRACE);
    EvaluationRequest late = changed(request(round, BANK), PlayedFederation.NAME, now, before);
    refuses(ProblemType.WRONG_ROSTER, sign(late, KeyUse.QUERY), round.elements());
  }

  @Test
  void aBankHasItsQuotaOfTheDayToTheLastElement() throws Exception {
    ask(BANK, KeyUse.QUERY, (int) BANK_PER_DAY - 1);
    askRefused(BANK, KeyUse.QUERY, 2);
    ask(BANK, KeyUse.QUERY, 1);
    askRefused(BANK, KeyUse.QUERY, 1);
    // Another asker has its own.
    ask(PLATFORM, KeyUse.SIGNING, 1);

    now = NOW.plusSeconds(10);
    ask(BANK, KeyUse.QUERY, (int) BANK_PER_DAY);
  }

  @Test
  void aPlatformHasItsQuotaOfTheEpochToTheLastElement() throws Exception {
    ask(PLATFORM, KeyUse.SIGNING, (int) PLATFORM_PER_EPOCH);
    askRefused(PLATFORM, KeyUse.SIGNING, 1);

    now = NOW.plus(Duration.ofDays(7));
    askRefused(PLATFORM, KeyUse.SIGNING, 1);
  }

  @Test
  void aRequestBeyondTheQuotaIsUsedUpAllTheSame() throws Exception {
    TokenRound round = round((int) BANK_PER_DAY + 1);
    String request = sign(request(round, BANK), KeyUse.QUERY);

    refuses(ProblemType.QUOTA_EXCEEDED, request, round.elements());
    refuses(ProblemType.REPLAYED, request, round.elements());
  }

  @Test
  void refusesWithoutChargingWhenItsShareIsNotTheStatedOne() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    Files.delete(shareFile(SELF));
    evaluator = evaluator(SELF);
    refuses(ProblemType.TOKENISER_UNAVAILABLE, request, round.elements());
    write(SELF, KeyShare.generate(randomness));
    evaluator = evaluator(SELF);
    askUnavailable();
    Files.delete(shareFile(SELF));
    write(SELF, federation.share(OTHER));
    evaluator = evaluator(SELF);
    askUnavailable();

    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
    // Nor is the request used up.
    Files.delete(shareFile(SELF));
    write(SELF, federation.share(SELF));
    evaluator = evaluator(SELF);
    assertThat(evaluator.evaluate(request, round.elements())).isNotNull();
  }

  private void askUnavailable() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    refuses(ProblemType.TOKENISER_UNAVAILABLE, request, round.elements());
  }

  @Test
  void refusesWhenThePolicyBundleHasRunOut() throws Exception {
    MemoryStores own = new MemoryStores();
    documents = new AdoptedDocuments(federation.pinned(), own);
    documents.adopt(federation.documents(1, NOW, Duration.ofDays(1)), NOW);
    evaluator = evaluator(SELF);
    TokenRound round = round(1);

    refuses(ProblemType.WRONG_POLICY, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  @Test
  void evaluatesToTheLastSecondOfTheDirectoryAndNotBeyond() throws Exception {
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(PlayedFederation.LIFE);
    now = expires.minusSeconds(1);
    ask(BANK, KeyUse.QUERY, 1);
    now = expires;

    TokenRound round = round(1);
    refuses(
        ProblemType.WRONG_DIRECTORY, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  @Test
  void evaluatesToTheLastSecondOfTheKeyStatementsAndNotBeyond() throws Exception {
    Duration life = Duration.ofDays(2);
    federation.statementsLive(life);
    documents.adopt(federation.documents(2, NOW, PlayedFederation.LIFE), NOW);
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(life);
    now = expires.minusSeconds(1);
    ask(BANK, KeyUse.QUERY, 1);
    now = expires;

    TokenRound round = round(1);
    refuses(ProblemType.WRONG_ROSTER, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  /** The gateway might relay all the same, and a suspended one might answer it. */
  @Test
  void evaluatesNothingWhileATokeniserIsSuspended() throws Exception {
    federation.suspend(OTHER);
    documents.adopt(federation.documents(2, NOW, PlayedFederation.LIFE), NOW);
    TokenRound round = round(1);

    refuses(
        ProblemType.TOKENISER_UNAVAILABLE,
        sign(request(round, BANK), KeyUse.QUERY),
        round.elements());
    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
  }

  @Test
  void refusesBeforeItHasDocuments() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    documents = new AdoptedDocuments(federation.pinned(), new MemoryStores());
    evaluator = evaluator(SELF);

    refuses(ProblemType.TOO_BUSY, request, round.elements());
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

  private void ask(PartyId asker, KeyUse use, int elements) throws Exception {
    TokenRound round = round(elements);
    EvaluationAnswer answer =
        evaluator.evaluate(sign(request(round, asker), use), round.elements());
    assertThat(answer.elements().size()).isEqualTo(elements * Limits.ELEMENT_BYTES);
  }

  private void askRefused(PartyId asker, KeyUse use, int elements) throws Exception {
    TokenRound round = round(elements);
    refuses(ProblemType.QUOTA_EXCEEDED, sign(request(round, asker), use), round.elements());
  }

  private void refuses(ProblemType expected, String request, Bytes elements) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> evaluator.evaluate(request, elements))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  private TokenRound round(int subjects) throws RefusedException {
    List<Subject> same = Collections.nCopies(subjects, SUBJECT);
    return TokenRound.blind(same, voprf, randomness);
  }

  private EvaluationRequest request(TokenRound round, PartyId asker) throws RefusedException {
    return round.request(current(), asker, now, randomness);
  }

  private Federation current() throws RefusedException {
    return documents.held().federation();
  }

  private String sign(EvaluationRequest request, KeyUse use) {
    PartyId asker = request.issuer();
    return request.signWith(kid(asker, use), federation.key(asker, use));
  }

  private EvaluationRequest changed(
      EvaluationRequest request, String audience, Instant issuedAt, DocumentRef roster) {
    return new EvaluationRequest(
        Jti.next(now, randomness),
        request.issuer(),
        audience,
        issuedAt,
        issuedAt.plus(Limits.MESSAGE_LIFETIME_MAX),
        roster,
        request.count(),
        request.elementsHash());
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

  private Evaluator evaluator(PartyId self) {
    return new Evaluator(
        self,
        documents,
        new KeyShares(folder.resolve(self.value())),
        self.equals(SELF) ? stores : new MemoryStores(),
        new EvaluationQuota(self.equals(SELF) ? stores : new MemoryStores()),
        voprf,
        randomness,
        () -> now);
  }

  private Path shareFile(PartyId tokeniser) {
    return folder
        .resolve(tokeniser.value())
        .resolve("epoch-" + PlayedFederation.EPOCH)
        .resolve("voprf.key");
  }

  private void write(PartyId tokeniser, KeyShare share) throws IOException {
    Path file = shareFile(tokeniser);
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
