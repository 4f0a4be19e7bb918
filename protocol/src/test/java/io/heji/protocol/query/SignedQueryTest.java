package io.heji.protocol.query;

import static io.heji.protocol.document.PlayedDocuments.NOW;
import static io.heji.protocol.played.PlayedParties.BANK;
import static io.heji.protocol.played.PlayedParties.NAME;
import static io.heji.protocol.played.PlayedParties.PLATFORMS;
import static io.heji.protocol.played.PlayedParties.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PlayedDocuments;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check that gateway and agent make of a query, on one that is right otherwise. */
class SignedQueryTest {
  private static final Bytes HASH = Sha256.of(Bytes.EMPTY);

  private final PlayedDocuments played = new PlayedDocuments();
  private Federation federation;
  private PartyId issuer = BANK;
  private String audience = NAME;
  private Instant issuedAt = NOW;
  private List<PartyId> sealedTo = PLATFORMS;
  private DocumentRef directory;
  private DocumentRef policy;
  private DocumentRef roster;

  @BeforeEach
  void verify() throws Exception {
    federation = played.federation();
    directory = federation.directoryRef();
    policy = federation.policyRef();
    roster = federation.rosterRef();
  }

  @Test
  void takesWhatItsBankSignedWithItsQueryKeyAndNothingElse() throws Exception {
    assertThat(signed(BANK, KeyUse.QUERY).verifyIssuer(federation, NOW).id()).isEqualTo(BANK);
    refusesIssuer(ProblemType.SIGNATURE_INVALID, signed(BANK, KeyUse.ACCESS));
    refusesIssuer(ProblemType.SIGNATURE_INVALID, signed(PLATFORMS.getFirst(), KeyUse.SIGNING));
    SignedQuery underTheBanksKid =
        query().signWith(kid(BANK, KeyUse.QUERY), played.key(BANK, KeyUse.ACCESS));
    refusesIssuer(ProblemType.SIGNATURE_INVALID, underTheBanksKid);
  }

  @Test
  void refusesWhoIsNoActiveBank() throws Exception {
    issuer = PLATFORMS.getFirst();
    refusesIssuer(ProblemType.UNKNOWN_PARTY, signed(issuer, KeyUse.SIGNING));
    issuer = BANK;
    played.suspend(BANK);
    federation = played.federation();
    refusesIssuer(ProblemType.PARTY_SUSPENDED, signed(BANK, KeyUse.QUERY));
  }

  @Test
  void refusesAnotherAudienceAndTime() throws Exception {
    audience = "other";
    refusesIssuer(ProblemType.SIGNATURE_INVALID, signed(BANK, KeyUse.QUERY));
    audience = NAME;
    issuedAt = NOW.plus(Limits.CLOCK_SKEW_MAX).plusSeconds(1);
    refusesIssuer(ProblemType.CLOCK_SKEW, signed(BANK, KeyUse.QUERY));
  }

  @Test
  void refusesADirectoryPolicyOrRosterOfAnotherSerialOrHash() throws Exception {
    signed(BANK, KeyUse.QUERY).verifyDocuments(federation);
    for (DocumentRef other :
        List.of(new DocumentRef(1, HASH), new DocumentRef(9, directory.hash()))) {
      directory = other;
      refusesDocuments(ProblemType.WRONG_DIRECTORY);
      directory = federation.directoryRef();
    }
    policy = new DocumentRef(policy.serial(), HASH);
    refusesDocuments(ProblemType.WRONG_POLICY);
    policy = federation.policyRef();
    roster = new DocumentRef(roster.serial(), HASH);
    refusesDocuments(ProblemType.WRONG_ROSTER);
  }

  /** One more could be asked alone about the rest; one less would be left out of every sum. */
  @Test
  void refusesTokensThatAreSealedToMoreOrFewerThanThePlatformsThatAreSummed() throws Exception {
    SignedQuery right = signed(BANK, KeyUse.QUERY);
    assertThat(right.verifySet(federation, played.party(BANK)).members())
        .containsExactlyElementsOf(PLATFORMS);
    sealedTo = PLATFORMS.subList(1, 4);
    refusesSet();
    sealedTo =
        List.of(PLATFORMS.get(0), PLATFORMS.get(1), PLATFORMS.get(2), PLATFORMS.get(3), BANK);
    refusesSet();
  }

  @Test
  void isTheSameQueryUnderAnotherSpellingOfItsSignature() throws Exception {
    SignedQuery query = signed(BANK, KeyUse.QUERY);
    SignedQuery other = SignedQuery.read(MalleatedJws.otherS(query.text()));

    assertThat(other.text()).isNotEqualTo(query.text());
    assertThat(other.hash()).isEqualTo(query.hash());
  }

  private void refusesIssuer(ProblemType type, SignedQuery query) {
    refuses(type, () -> query.verifyIssuer(federation, NOW));
  }

  private void refusesDocuments(ProblemType type) throws RefusedException {
    SignedQuery query = signed(BANK, KeyUse.QUERY);
    refuses(type, () -> query.verifyDocuments(federation));
  }

  private void refusesSet() throws RefusedException {
    SignedQuery query = signed(BANK, KeyUse.QUERY);
    refuses(ProblemType.WRONG_ROSTER, () -> query.verifySet(federation, played.party(BANK)));
  }

  private static void refuses(ProblemType type, ThrowingCallable check) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(check)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }

  private SignedQuery signed(PartyId by, KeyUse use) throws RefusedException {
    return query().signWith(kid(by, use), played.key(by, use));
  }

  private ExposureQuery query() {
    TreeMap<PartyId, Bytes> sealed = new TreeMap<>();
    sealedTo.forEach(platform -> sealed.put(platform, HASH));
    return new ExposureQuery(
        "01a0c450-6c00-7cbd-9972-575c393770ee",
        issuer,
        audience,
        issuedAt,
        issuedAt.plus(Limits.MESSAGE_LIFETIME_MAX),
        "officer-1",
        "loan-approval",
        new Consent("consent-1", issuedAt, issuedAt.plusSeconds(60), List.of("loan-approval")),
        List.of(new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED)),
        1,
        HASH,
        sealed,
        directory,
        policy,
        roster);
  }
}
