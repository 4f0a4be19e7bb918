package io.heji.gateway.query;

import static io.heji.gateway.played.PlayedBank.people;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.played.PlayedFederation.UNCLASSED_BANK;
import static io.heji.gateway.query.PlayedGateway.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DecisionRecord.Outcome;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedPlatform;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.ExposureQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Refusals of the gateway, and what stands on the record of them. */
class QueryRefusalTest {
  private final PlayedGateway gateway;

  QueryRefusalTest() throws Exception {
    gateway = new PlayedGateway();
  }

  /** What can be wrong with a query that its bank signed, in the order in which it is looked at. */
  private enum Flaw {
    EXPIRED(ProblemType.MESSAGE_EXPIRED),
    ROSTER(ProblemType.WRONG_ROSTER),
    DIRECTORY(ProblemType.WRONG_DIRECTORY),
    POLICY(ProblemType.WRONG_POLICY),
    SET(ProblemType.WRONG_ROSTER),
    BLOBS(ProblemType.BLOB_MISMATCH),
    PURPOSE(ProblemType.PURPOSE_NOT_PERMITTED),
    CONSENT(ProblemType.CONSENT_INVALID),
    BATCH(ProblemType.BATCH_TOO_LARGE),
    METRIC(ProblemType.METRIC_NOT_PERMITTED),
    FORM(ProblemType.FORM_NOT_PERMITTED),
    QUOTA(ProblemType.QUOTA_EXCEEDED);

    private final ProblemType problem;

    Flaw(ProblemType problem) {
      this.problem = problem;
    }
  }

  /** Each step is tried with everything that comes later wrong as well. */
  @Test
  void theFirstWrongThingInTheFixedOrderIsTheReason() throws Exception {
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, NOW, people(2)));
    gateway.records.log().clear();
    Set<Flaw> flaws = EnumSet.allOf(Flaw.class);
    for (Flaw flaw : Flaw.values()) {
      Question question =
          gateway.bank.ask(
              gateway.federation, NOW, query -> flawed(query, Set.copyOf(flaws)), people(4));
      Map<PartyId, Bytes> blobs = flaws.contains(Flaw.BLOBS) ? Map.of() : question.blobs();
      gateway.refuses(flaw.problem, BANK, question.query().text(), blobs);
      flaws.remove(flaw);
    }

    assertThat(gateway.members.asked()).hasSize(PLATFORMS.size());
    // Whose time is over may be anybody's copy: it is refused before it counts as the bank's.
    assertThat(gateway.records.log())
        .extracting(record -> record.problem().orElseThrow())
        .containsExactlyElementsOf(
            Arrays.stream(Flaw.values()).skip(1).map(flaw -> flaw.problem).toList());
  }

  private static ExposureQuery flawed(ExposureQuery query, Set<Flaw> flaws) {
    DocumentRef unknown = new DocumentRef(7, Sha256.of(Bytes.EMPTY));
    Instant issuedAt = flaws.contains(Flaw.EXPIRED) ? NOW.minusSeconds(90) : NOW;
    SortedMap<PartyId, Bytes> sealed = new TreeMap<>(query.sealed());
    if (flaws.contains(Flaw.SET)) {
      sealed.remove(sealed.firstKey());
    }
    Metric metric = flaws.contains(Flaw.METRIC) ? Metric.ACTIVE_LOANS : Metric.LENDERS;
    Form form = flaws.contains(Flaw.FORM) ? Form.SEALED : Form.EXACT;
    return new ExposureQuery(
        query.jti(),
        query.issuer(),
        query.audience(),
        issuedAt,
        issuedAt.plusSeconds(60),
        query.operator(),
        flaws.contains(Flaw.PURPOSE) ? "advertising" : query.purpose(),
        flaws.contains(Flaw.CONSENT)
            ? PlayedBank.consent(NOW.minus(Duration.ofDays(40)))
            : query.consent(),
        List.of(new MetricRequest(metric, form)),
        flaws.contains(Flaw.BATCH) ? query.subjects() + 1 : query.subjects(),
        query.tokens(),
        sealed,
        flaws.contains(Flaw.DIRECTORY) ? unknown : query.directory(),
        flaws.contains(Flaw.POLICY) ? unknown : query.policy(),
        flaws.contains(Flaw.ROSTER) ? unknown : query.roster());
  }

  @Test
  void refusesABankWhoseOwnGroupLeavesTooFewCompanies() throws Exception {
    Federation smaller =
        gateway
            .documents
            .adopt(gateway.played.documents(2, NOW, PLATFORMS.subList(0, 3)), NOW)
            .federation();
    Question question = new PlayedBank(gateway.played, GROUP_BANK).ask(smaller, NOW, people(1));

    gateway.refuses(ProblemType.FLOOR_NOT_MET, GROUP_BANK, question);

    assertThat(gateway.members.asked()).isEmpty();
  }

  @Test
  void refusesABankWhoseClassPolicyDoesNotName() throws Exception {
    PlayedBank pawnbroker = new PlayedBank(gateway.played, UNCLASSED_BANK);
    gateway.refuses(
        ProblemType.PURPOSE_NOT_PERMITTED,
        UNCLASSED_BANK,
        pawnbroker.ask(gateway.federation, NOW, people(1)));
  }

  @Test
  void passesOnAMembersOwnReasonIfItIsOfTheClosedList() throws Exception {
    gateway.members.always(PLATFORMS.get(2), PlayedPlatform.refusal(ProblemType.QUOTA_EXCEEDED));
    gateway.refuses(
        ProblemType.QUOTA_EXCEEDED, BANK, gateway.bank.ask(gateway.federation, NOW, people(1)));

    gateway.members.always(PLATFORMS.get(2), PlayedPlatform.refusal("made-up"));
    gateway.refuses(
        ProblemType.MEMBER_UNAVAILABLE, BANK, gateway.bank.ask(gateway.federation, NOW, people(1)));
  }

  @Test
  void refusesAContributionThatIsNotTheMembersOwn() throws Exception {
    contributionRefused(
        contribution ->
            new Contribution(
                PlayedGateway.oneMore(contribution.lanes()),
                contribution.dataAsOf(),
                contribution.indexAsOf(),
                contribution.signature()));
    contributionRefused(
        contribution ->
            new Contribution(
                contribution.lanes(),
                contribution.dataAsOf() + 1,
                contribution.indexAsOf(),
                contribution.signature()));
    contributionRefused(
        contribution ->
            new Contribution(
                contribution.lanes(),
                contribution.dataAsOf(),
                contribution.indexAsOf(),
                Bytes.EMPTY));
    gateway.members.platform(1).tamperSigned(contribution -> contribution);
    gateway.members.always(PLATFORMS.get(1), AskReply.getDefaultInstance());
    gateway.refuses(
        ProblemType.CONTRIBUTION_INVALID,
        BANK,
        gateway.bank.ask(gateway.federation, NOW, people(1)));
  }

  private void contributionRefused(UnaryOperator<Contribution> change) throws Exception {
    gateway.members.platform(1).tamperSigned(change);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    gateway.refuses(ProblemType.CONTRIBUTION_INVALID, BANK, question);
    gateway.assertNothingDisclosed(question, ProblemType.CONTRIBUTION_INVALID);
  }

  @Test
  void refusesASumWhoseMasksDoNotCancel() throws Exception {
    gateway.members.platform(1).tamperLanes(PlayedGateway::oneMore);
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    gateway.refuses(ProblemType.CONTRIBUTION_INVALID, BANK, question);

    gateway.assertNothingDisclosed(question, ProblemType.CONTRIBUTION_INVALID);
  }

  @Test
  void refusesDataFromTheFuture() throws Exception {
    refusesTimes(NOW.plusSeconds(31), NOW);
  }

  @Test
  void refusesAnIndexFromTheFuture() throws Exception {
    refusesTimes(NOW, NOW.plusSeconds(31));
  }

  private void refusesTimes(Instant dataAsOf, Instant indexAsOf) throws Exception {
    for (PartyId platform : PLATFORMS) {
      gateway
          .members
          .platform(PLATFORMS.indexOf(platform))
          .tamperSigned(contribution -> timed(platform, contribution, dataAsOf, indexAsOf));
    }
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    gateway.refuses(ProblemType.CONTRIBUTION_INVALID, BANK, question);
  }

  /** The contribution with other times, signed by its platform. */
  private Contribution timed(
      PartyId platform, Contribution contribution, Instant dataAsOf, Instant indexAsOf) {
    // The query of the test that asks once: its hash is the only one recorded.
    Bytes hash = gateway.records.log().getLast().queryHash();
    return Contribution.sign(
        gateway.played.key(platform, KeyUse.SIGNING),
        hash,
        gateway.federation.summedSet(gateway.federation.party(BANK).orElseThrow()).hash(),
        contribution.lanes(),
        dataAsOf.getEpochSecond(),
        indexAsOf.getEpochSecond());
  }

  @Test
  void acceptsAQueryOnce() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    String first = gateway.answer(BANK, question);

    gateway.refuses(ProblemType.REPLAYED, BANK, question);
    Question otherUnderTheSameId =
        gateway.bank.ask(
            gateway.federation, NOW, question.query().query().jti(), query -> query, people(2));
    gateway.refuses(ProblemType.REPLAYED, BANK, otherUnderTheSameId);

    assertThat(gateway.members.asked()).hasSize(PLATFORMS.size());
    assertThat(gateway.coordinator.fetchAgain(BANK, question.query().query().jti()))
        .isEqualTo(first);
  }

  @Test
  void aQueryOfWhomNobodyKnowsWhetherHeSignedItLeavesNoRecord() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    String text = question.query().text();
    String forged = text.substring(0, text.lastIndexOf('.') + 1) + "A".repeat(86);

    gateway.refuses(ProblemType.ACCESS_TOKEN_INVALID, GROUP_BANK, question);
    gateway.refuses(ProblemType.SIGNATURE_INVALID, BANK, forged, question.blobs());
    gateway.refuses(
        ProblemType.MALFORMED_REQUEST,
        BANK,
        text + "A".repeat(GatewayLimits.QUERY_LENGTH_MAX),
        question.blobs());
    gateway.now = NOW.plusSeconds(90);
    gateway.refuses(ProblemType.MESSAGE_EXPIRED, BANK, question);

    assertThat(gateway.records.log()).isEmpty();
    assertThat(gateway.members.asked()).isEmpty();
  }

  @Test
  void refusesBlobsThatAreNotExactlyTheSignedOnes() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    SortedMap<PartyId, Bytes> swapped = new TreeMap<>(question.blobs());
    swapped.put(PLATFORMS.get(0), question.blobs().get(PLATFORMS.get(1)));
    gateway.refuses(ProblemType.BLOB_MISMATCH, BANK, question.query().text(), swapped);

    SortedMap<PartyId, Bytes> missing = new TreeMap<>(question.blobs());
    missing.remove(PLATFORMS.get(0));
    gateway.refuses(ProblemType.BLOB_MISMATCH, BANK, question.query().text(), missing);

    SortedMap<PartyId, Bytes> large = new TreeMap<>(question.blobs());
    large.put(PLATFORMS.get(0), Bytes.copyOf(new byte[32_114]));
    gateway.refuses(ProblemType.BATCH_TOO_LARGE, BANK, question.query().text(), large);
    assertThat(gateway.members.asked()).isEmpty();
  }

  @Test
  void aBankHasItsSubjectsOfTheDay() throws Exception {
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, gateway.now, people(4)));
    gateway.refuses(
        ProblemType.QUOTA_EXCEEDED,
        BANK,
        gateway.bank.ask(gateway.federation, gateway.now, people(2)));
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, gateway.now, people(1)));
    // In the directory's time zone the day ends at 16:00 UTC.
    gateway.now = Instant.parse("2026-03-01T15:59:59Z");
    gateway.refuses(
        ProblemType.QUOTA_EXCEEDED,
        BANK,
        gateway.bank.ask(gateway.federation, gateway.now, people(1)));

    gateway.now = Instant.parse("2026-03-01T16:00:00Z");
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, gateway.now, people(1)));
  }

  @Test
  void aSuspensionCountsAtOnceAlsoUnderThePreviousRoster() throws Exception {
    Question before = gateway.bank.ask(gateway.federation, NOW, people(1));
    gateway.played.suspend(BANK);
    gateway.documents.adopt(gateway.played.documents(2, NOW, PLATFORMS), NOW);

    gateway.refuses(ProblemType.PARTY_SUSPENDED, BANK, before);

    assertThat(gateway.members.asked()).isEmpty();
  }

  @Test
  void asksNobodyFromTheDirectorysExpiryOn() throws Exception {
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(PlayedFederation.LIFE);
    gateway.now = expires.minusSeconds(1);
    gateway.answer(BANK, gateway.bank.ask(gateway.federation, gateway.now, people(1)));
    int asked = gateway.members.asked().size();
    gateway.now = expires;
    Question late = gateway.bank.ask(gateway.federation, expires, people(1));

    gateway.refuses(ProblemType.WRONG_DIRECTORY, BANK, late);
    gateway.refusesToFetch(ProblemType.WRONG_DIRECTORY, BANK, late.query().query().jti());

    assertThat(gateway.members.asked()).hasSize(asked);
  }

  @Test
  void aPolicyRefusalIsRecordedWithTheFactsThatItRead() throws Exception {
    Question question =
        gateway.bank.ask(
            gateway.federation,
            NOW,
            query -> PlayedBank.with(query, "advertising", query.consent(), query.metrics()),
            people(1));

    gateway.refuses(ProblemType.PURPOSE_NOT_PERMITTED, BANK, question);

    DecisionRecord decision = gateway.records.log().getFirst();
    assertThat(decision.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(decision.problem()).hasValue(ProblemType.PURPOSE_NOT_PERMITTED);
    assertThat(decision.facts()).contains("\"licenceClass\":\"commercial-bank\"");
  }
}
