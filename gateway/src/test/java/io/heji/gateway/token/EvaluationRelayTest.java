package io.heji.gateway.token;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.BANK_EVALUATIONS_PER_DAY;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.played.PlayedFederation.TOKENISERS;
import static io.heji.gateway.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedMembers;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.Evaluated;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Round 1 through the gateway, with tokenisers that play the real protocol. */
class EvaluationRelayTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Subject SUBJECT = subject();

  private final PlayedFederation played = new PlayedFederation(NOW);
  private final MemoryStores stores = new MemoryStores();
  private final AdoptedDocuments documents = new AdoptedDocuments(played.pinned(), stores);
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private Instant now = NOW;
  private Federation federation;
  private PlayedMembers members;
  private final OpenCalls openCalls = new OpenCalls();
  private EvaluationRelay relay;

  @BeforeEach
  void start() throws Exception {
    federation = documents.adopt(played.documents(), NOW).federation();
    members = new PlayedMembers(played, federation, NOW);
    relay = new EvaluationRelay(documents, stores, stores, members, voprf::decode, () -> now);
  }

  @Test
  void bankAndPlatformGetTheSameTokenOfAPerson() throws Exception {
    TokenRound ofBank = round(2);
    TokenRound ofPlatform = round(1);

    List<Token> bank = ofBank.finish(federation, relay(ofBank, BANK));
    List<Token> platform = ofPlatform.finish(federation, relay(ofPlatform, PLATFORMS.getFirst()));

    assertThat(text(bank.get(0))).isEqualTo(text(bank.get(1))).isEqualTo(text(platform.get(0)));
    assertThat(ofBank.elements()).isNotEqualTo(ofPlatform.elements());
  }

  @Test
  void asksEveryTokeniserOfTheRoster() throws Exception {
    List<EvaluationAnswer> answers = relay(round(1), BANK);

    assertThat(members.asked()).containsExactlyElementsOf(TOKENISERS);
    assertThat(answers)
        .extracting(EvaluationAnswer::tokeniser)
        .containsExactlyElementsOf(TOKENISERS);
    assertThat(members.timeouts()).containsOnly(GatewayLimits.TOKENISER_TIMEOUT);
  }

  @Test
  void answersNothingUnlessAllTokenisersDo() throws Exception {
    members.always(TOKENISERS.get(1), PlayedMembers.refusal("quota-exceeded"));
    refuses(ProblemType.QUOTA_EXCEEDED, round(1), BANK);
    members.always(TOKENISERS.get(1), PlayedMembers.refusal("made-up"));
    refuses(ProblemType.TOKENISER_UNAVAILABLE, round(1), BANK);
    members.always(TOKENISERS.get(1), EvaluateReply.getDefaultInstance());
    refuses(ProblemType.EVALUATION_INVALID, round(1), BANK);
    members.unlink(TOKENISERS.get(1));
    refuses(ProblemType.TOKENISER_UNAVAILABLE, round(1), BANK);
  }

  /** The first tokeniser never answers: who waited for it in order would not return. */
  @Test
  @Timeout(60)
  void refusesAtOnceWhenALinkIsLostWhileOthersAreStillAtWork() throws Exception {
    members.neverAnswer(TOKENISERS.getFirst());
    members.lose(TOKENISERS.get(1));

    refuses(ProblemType.TOKENISER_UNAVAILABLE, round(1), BANK);
  }

  /** ⚔ one caller that takes a tokeniser's link: calls that ended for it and not for the member. */
  @Test
  void oneCallerHasAsManyCallsOpenAsThereMayBeAndAnotherIsServed() throws Exception {
    members.neverAnswer(TOKENISERS.getFirst());
    members.lose(TOKENISERS.get(1));
    for (int i = 1; i < GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      assertThat(openCalls.open(BANK).caller()).isEqualTo(BANK);
    }
    refuses(ProblemType.TOKENISER_UNAVAILABLE, round(1), BANK);
    int asked = members.asked().size();
    long used = stores.used("evaluations/" + BANK + "/2026-03-01");

    refuses(ProblemType.TOO_BUSY, round(1), BANK);

    assertThat(members.asked()).hasSize(asked);
    assertThat(stores.used("evaluations/" + BANK + "/2026-03-01")).isEqualTo(used);
    members.answerAgain();
    assertThat(relay(round(1), PLATFORMS.getFirst())).hasSize(TOKENISERS.size());
    // Given up by the link, each after its time.
    members.giveUp();
    assertThat(relay(round(1), BANK)).hasSize(TOKENISERS.size());
  }

  /** ⚔ an answer so long that the asker would hang up on the frame. */
  @Test
  void refusesAnAnswerOfAnotherLength() throws Exception {
    PartyId asker = PLATFORMS.getFirst();
    for (int[] lengths :
        new int[][] {
          {0, Limits.PROOF_BYTES},
          {Limits.ELEMENT_BYTES - 1, Limits.PROOF_BYTES},
          {Limits.ELEMENT_BYTES + 1, Limits.PROOF_BYTES},
          {Limits.FRAME_MAX_BYTES - 1000, Limits.PROOF_BYTES},
          {Limits.ELEMENT_BYTES, 0},
          {Limits.ELEMENT_BYTES, Limits.PROOF_BYTES - 1},
          {Limits.ELEMENT_BYTES, Limits.PROOF_BYTES + 1}
        }) {
      members.always(TOKENISERS.get(1), evaluated(lengths[0], lengths[1]));
      refuses(ProblemType.EVALUATION_INVALID, round(1), asker);
    }
    // Of the right length it is the asker who finds out: the gateway does no arithmetic.
    members.always(TOKENISERS.get(1), evaluated(Limits.ELEMENT_BYTES, Limits.PROOF_BYTES));
    TokenRound round = round(1);
    List<EvaluationAnswer> answers = relay(round, asker);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> round.finish(federation, answers))
        .extracting(RefusedException::type)
        .isEqualTo(ProblemType.EVALUATION_INVALID);
  }

  private static EvaluateReply evaluated(int elementBytes, int proofBytes) {
    return EvaluateReply.newBuilder()
        .setEvaluated(
            Evaluated.newBuilder()
                .setElements(ByteString.copyFrom(new byte[elementBytes]))
                .setProof(ByteString.copyFrom(new byte[proofBytes])))
        .build();
  }

  @Test
  void relaysARequestOnce() throws Exception {
    TokenRound round = round(1);
    String request = request(round, BANK);
    relay(BANK, request, round.elements());

    refuses(ProblemType.REPLAYED, BANK, request, round.elements());

    assertThat(members.asked()).hasSize(TOKENISERS.size());
  }

  /** ⚔ malleable signature. */
  @Test
  void aMalleatedSignatureIsNoSecondRequest() throws Exception {
    TokenRound round = round(1);
    String request = request(round, BANK);
    relay(BANK, request, round.elements());

    refuses(ProblemType.REPLAYED, BANK, MalleatedJws.otherS(request), round.elements());
    for (String spelling : MalleatedJws.otherSpellings(request(round, BANK))) {
      refuses(ProblemType.MALFORMED_REQUEST, BANK, spelling, round.elements());
    }

    assertThat(members.asked()).hasSize(TOKENISERS.size());
    assertThat(stores.used("evaluations/" + BANK + "/2026-03-01")).isEqualTo(1);
  }

  @Test
  void sparesTheTokenisersWhatTheyWouldRefuse() throws Exception {
    TokenRound round = round(1);
    String request = request(round, BANK);
    refuses(ProblemType.SIGNATURE_INVALID, GROUP_BANK, request, round.elements());
    refuses(
        ProblemType.SIGNATURE_INVALID,
        BANK,
        request.substring(0, request.lastIndexOf('.') + 1) + "A".repeat(86),
        round.elements());
    refuses(
        ProblemType.MALFORMED_REQUEST,
        BANK,
        request + "A".repeat(GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX),
        round.elements());
    refuses(ProblemType.MALFORMED_REQUEST, BANK, request, round(1).elements());
    refuses(ProblemType.MALFORMED_REQUEST, BANK, request, Bytes.EMPTY);
    now = NOW.plusSeconds(90);
    refuses(ProblemType.MESSAGE_EXPIRED, BANK, request, round.elements());

    assertThat(members.asked()).isEmpty();
  }

  /** Up to the limit it is read, and refused for its form; beyond it is not looked at. */
  @Test
  void readsARequestOfTheGreatestLengthAndNotOneCharacterMore() {
    String longest = "a".repeat(GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX);

    assertThat(refusal(longest)).contains("not a JWS");
    assertThat(refusal("a" + longest))
        .contains("at most " + GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX);
  }

  private String refusal(String request) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> relay(BANK, request, Bytes.EMPTY));
    assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
    return refused.detail();
  }

  /** The largest round there can be, for an asker whose quota has room for it. */
  @Test
  void relaysAsManyElementsAsThereCanBeAndNotOneMore() throws Exception {
    PartyId platform = PLATFORMS.getFirst();
    assertThat(relay(round(Limits.SUBJECTS_MAX), platform)).hasSize(TOKENISERS.size());

    Bytes elements = Bytes.copyOf(new byte[(Limits.SUBJECTS_MAX + 1) * Limits.ELEMENT_BYTES]);
    EvaluationRequest one = round(1).request(federation, platform, now, played.randomness());
    String tooMany =
        new EvaluationRequest(
                one.jti(),
                platform,
                one.audience(),
                now,
                one.expires(),
                one.roster(),
                Limits.SUBJECTS_MAX + 1,
                Sha256.of(elements))
            .signWith(kid(platform, KeyUse.SIGNING), played.key(platform, KeyUse.SIGNING));
    refuses(ProblemType.BATCH_TOO_LARGE, platform, tooMany, elements);
  }

  @Test
  void aBankHasItsEvaluationsOfTheDay() throws Exception {
    relay(round((int) BANK_EVALUATIONS_PER_DAY), BANK);
    refuses(ProblemType.QUOTA_EXCEEDED, round(1), BANK);
    relay(round(1), GROUP_BANK);
    relay(round((int) BANK_EVALUATIONS_PER_DAY + 1), PLATFORMS.getFirst());

    // In the directory's time zone the day ends at 16:00 UTC.
    now = Instant.parse("2026-03-01T16:00:00Z");
    relay(round(1), BANK);
  }

  @Test
  void relaysUnderThePreviousRosterForAMinute() throws Exception {
    TokenRound round = round(1);
    String before = request(round, BANK);
    String late = request(round, BANK);
    documents.adopt(played.documents(2, NOW, PLATFORMS.subList(0, 3)), NOW);

    now = NOW.plusSeconds(59);
    assertThat(relay(BANK, before, round.elements())).hasSize(TOKENISERS.size());
    now = NOW.plusSeconds(60);
    refuses(ProblemType.WRONG_ROSTER, BANK, late, round.elements());
  }

  @Test
  void aSuspensionCountsAtOnceAlsoUnderThePreviousRoster() throws Exception {
    TokenRound round = round(1);
    String before = request(round, BANK);
    played.suspend(BANK);
    documents.adopt(played.documents(2, NOW, PLATFORMS), NOW);

    refuses(ProblemType.PARTY_SUSPENDED, BANK, before, round.elements());
  }

  @Test
  void asksNobodyWhileATokeniserIsSuspended() throws Exception {
    TokenRound round = round(1);
    played.suspend(TOKENISERS.get(1));
    federation = documents.adopt(played.documents(2, NOW, PLATFORMS), NOW).federation();

    refuses(ProblemType.TOKENISER_UNAVAILABLE, round, BANK);

    assertThat(members.asked()).isEmpty();
    assertThat(stores.used("evaluations/" + BANK + "/2026-03-01")).isZero();
  }

  @Test
  void relaysToTheLastSecondOfTheDirectoryAndNotBeyond() throws Exception {
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(PlayedFederation.LIFE);
    now = expires.minusSeconds(1);
    relay(round(1), BANK);
    now = expires;
    refuses(ProblemType.WRONG_DIRECTORY, round(1), BANK);
  }

  private TokenRound round(int subjects) throws RefusedException {
    return TokenRound.blind(Collections.nCopies(subjects, SUBJECT), voprf, played.randomness());
  }

  private String request(TokenRound round, PartyId asker) {
    KeyUse use = PLATFORMS.contains(asker) ? KeyUse.SIGNING : KeyUse.QUERY;
    return round
        .request(federation, asker, now, played.randomness())
        .signWith(kid(asker, use), played.key(asker, use));
  }

  private List<EvaluationAnswer> relay(TokenRound round, PartyId asker) throws RefusedException {
    return relay(asker, request(round, asker), round.elements());
  }

  /** As resource and listener have it relayed. */
  private List<EvaluationAnswer> relay(PartyId caller, String request, Bytes elements)
      throws RefusedException {
    try (OpenCall call = openCalls.open(caller)) {
      return relay.relay(call, request, elements);
    }
  }

  private void refuses(ProblemType expected, TokenRound round, PartyId asker) {
    refuses(expected, asker, request(round, asker), round.elements());
  }

  private void refuses(ProblemType expected, PartyId caller, String request, Bytes elements) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> relay(caller, request, elements))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  private static Bytes text(Token token) {
    return Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted()));
  }

  private static Subject subject() {
    return switch (Subjects.normalise("cn-resident-id", "11010519491231002X")) {
      case Normalised.Accepted(Subject subject) -> subject;
      case Normalised.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }
}
