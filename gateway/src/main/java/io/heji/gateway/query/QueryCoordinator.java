package io.heji.gateway.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.gateway.audit.SubjectsCharge;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.member.Members;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.bundle.MetricRule;
import io.heji.policy.decision.Decision;
import io.heji.policy.decision.Decision.Deny;
import io.heji.policy.decision.Decision.Permit;
import io.heji.policy.decision.PolicyEngine;
import io.heji.policy.decision.QueryFacts;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.LaneSum;
import io.heji.protocol.query.SignedQuery;
import io.heji.store.QuotaLedger;
import io.heji.store.QuotaScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One query at the gateway, in the fixed order of the protocol: who asks, under which documents,
 * decide, once, charge, <b>record durably</b> (these three in one transaction), ask all of S, add
 * up, disclose, record, answer. All or nothing. Thread-safe.
 */
public final class QueryCoordinator {
  private final AdoptedDocuments documents;
  private final QuotaLedger quotas;
  private final DisclosureArchive archive;
  private final GatewayIdentity identity;
  private final InstantSource clock;
  private final QueryRecords records;
  private final AskRound askRound;
  private final DisclosureComposer composer;

  public QueryCoordinator(
      AdoptedDocuments documents,
      QuotaLedger quotas,
      DecisionLog log,
      DisclosureArchive archive,
      Members members,
      GatewayIdentity identity,
      Randomness randomness,
      InstantSource clock) {
    this.documents = documents;
    this.quotas = quotas;
    this.archive = archive;
    this.identity = identity;
    this.clock = clock;
    this.records = new QueryRecords(log, identity.consentKey());
    this.askRound = new AskRound(members, clock);
    this.composer = new DisclosureComposer(identity, randomness);
  }

  /** What was checked of a query before anything was asked. */
  private record Checked(Adopted adopted, Party bank, SummedSet set, QueryFacts facts) {}

  /** One of the steps before anything is asked. */
  private interface Step<T> {
    T take() throws RefusedException;
  }

  /**
   * Answers a query.
   *
   * @param call of the bank whose access token was accepted
   * @param jws the signed query
   * @param blobs sealed tokens by member
   * @return the signed disclosure
   */
  public String answer(OpenCall call, String jws, Map<PartyId, Bytes> blobs)
      throws RefusedException {
    if (jws.length() > GatewayLimits.QUERY_LENGTH_MAX) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST,
          "`query` must be a JWS of at most " + GatewayLimits.QUERY_LENGTH_MAX + " characters");
    }
    SignedQuery query = SignedQuery.read(jws);
    if (!query.query().issuer().equals(call.caller())) {
      throw new RefusedException(
          ProblemType.ACCESS_TOKEN_INVALID, "the access token is not of the query's issuer");
    }
    // The newest directory says who may ask, also under the roster before it: a suspension counts
    // at once.
    Instant now = clock.instant();
    query.verifyIssuer(documents.require(now).federation(), now);
    // From here on the query is known to be the bank's own: refusals are recorded under its name.
    Checked checked = orOnRecord(query, Optional.empty(), () -> check(query, blobs));
    List<MetricRule> terms =
        orOnRecord(query, Optional.of(checked.facts()), () -> decideAndAdmit(query, checked));
    try {
      return askAndDisclose(call, query, checked, terms, blobs);
    } catch (RefusedException refused) {
      records.failed(query, refused.type(), clock.instant());
      throw refused;
    }
  }

  /**
   * A refusal is on the record, with what was read for it, before the bank hears of it. Refusals
   * cost a bank nothing, so that those of a day have a limit: the rest is refused off the record.
   */
  private <T> T orOnRecord(SignedQuery query, Optional<QueryFacts> facts, Step<T> step)
      throws RefusedException {
    try {
      return step.take();
    } catch (RefusedException refused) {
      Instant now = clock.instant();
      if (!quotas.charge(refusalScope(query, now), 1, GatewayLimits.REFUSALS_RECORDED_PER_DAY)) {
        throw new RefusedException(
            ProblemType.QUOTA_EXCEEDED, "the bank's refused questions of today are too many");
      }
      records.denied(query, facts, refused.type(), now);
      throw refused;
    }
  }

  private String refusalScope(SignedQuery query, Instant now) throws RefusedException {
    return QuotaScope.ofDay(
        "refusals",
        query.query().issuer(),
        now,
        documents.held().federation().directory().timeZone());
  }

  private Checked check(SignedQuery query, Map<PartyId, Bytes> blobs) throws RefusedException {
    Instant now = clock.instant();
    Adopted adopted = documents.underRoster(query.query().roster(), now);
    Party bank = adopted.federation().activeParty(query.query().issuer(), Role.BANK);
    query.verifyDocuments(adopted.federation());
    SummedSet set = query.verifySet(adopted.federation(), bank);
    requireBlobs(query, blobs);
    String scope = quotaScope(adopted, bank, now);
    return new Checked(
        adopted, bank, set, QueryFacts.of(query, bank, set, quotas.used(scope), now));
  }

  private static void requireBlobs(SignedQuery query, Map<PartyId, Bytes> blobs)
      throws RefusedException {
    Map<PartyId, Bytes> hashes = new HashMap<>();
    for (Map.Entry<PartyId, Bytes> blob : blobs.entrySet()) {
      if (blob.getValue().size() > Limits.SEALED_MAX_BYTES) {
        throw new RefusedException(ProblemType.BATCH_TOO_LARGE, "a sealed blob is too large");
      }
      hashes.put(blob.getKey(), Sha256.of(blob.getValue()));
    }
    if (!hashes.equals(query.query().sealed())) {
      throw new RefusedException(
          ProblemType.BLOB_MISMATCH, "the sealed blobs are not exactly those that the query names");
    }
  }

  private List<MetricRule> decideAndAdmit(SignedQuery query, Checked checked)
      throws RefusedException {
    List<MetricRule> terms = decide(checked);
    // Before anything is used up: the question could only fail, and the members that are there
    // would count it.
    askRound.requireLinked(checked.set());
    admit(query, checked);
    return terms;
  }

  private static List<MetricRule> decide(Checked checked) throws RefusedException {
    Decision decision = PolicyEngine.decide(checked.adopted().policy(), checked.facts());
    return switch (decision) {
      case Permit(List<MetricRule> permitted) -> permitted;
      case Deny(ProblemType problem, String detail) -> throw new RefusedException(problem, detail);
    };
  }

  /**
   * Once before the charge: a copy of a query costs its bank nothing. Policy has looked at what is
   * used already; the charge decides between questions that come at the same time. No log, no
   * answer: if this fails, nothing has been asked.
   */
  private void admit(SignedQuery query, Checked checked) throws RefusedException {
    SubjectsCharge charge =
        new SubjectsCharge(
            quotaScope(checked.adopted(), checked.bank(), checked.facts().now()),
            query.query().subjects(),
            checked.adopted().policy().quotas().bankSubjectsPerDay());
    switch (records.admitted(query, checked.facts(), charge, clock.instant())) {
      case ADMITTED -> {}
      case REPLAYED ->
          throw new RefusedException(
              ProblemType.REPLAYED,
              "the query was sent before; its answer can be fetched by its jti");
      case QUOTA_EXCEEDED ->
          throw new RefusedException(
              ProblemType.QUOTA_EXCEEDED, "the bank's subjects of today exceed policy's quota");
    }
  }

  private String askAndDisclose(
      OpenCall call,
      SignedQuery query,
      Checked checked,
      List<MetricRule> terms,
      Map<PartyId, Bytes> blobs)
      throws RefusedException {
    Duration timeout =
        checked
            .adopted()
            .policy()
            .answerDelay()
            .of(query.query().subjects())
            .plus(GatewayLimits.ASK_MARGIN);
    SortedMap<PartyId, Contribution> contributions =
        askRound.ask(checked.adopted().federation(), checked.set(), query, blobs, timeout, call);
    Map<PartyId, Bytes> lanes = new HashMap<>();
    contributions.forEach((member, contribution) -> lanes.put(member, contribution.lanes()));
    LaneSum sum = LaneSum.of(query.query().layout(), checked.set().members(), lanes);
    Instant now = clock.instant();
    Disclosure disclosure =
        composer.compose(
            checked.adopted().federation(),
            query,
            checked.bank(),
            checked.set(),
            terms,
            sum,
            contributions.values(),
            now);
    String signed = disclosure.signWith(identity.kid(), identity.signing());
    records.answered(query, disclosure.salt(), signed, now);
    return signed;
  }

  /** The answer to an earlier query of this bank, until policy's retention ends. */
  public String fetchAgain(PartyId bank, String jti) throws RefusedException {
    if (!Jti.isValid(jti)) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "a query's id is a UUID in lower case");
    }
    Instant now = clock.instant();
    Adopted adopted = documents.require(now);
    Instant notBefore = now.minus(adopted.policy().disclosureRetention());
    return archive
        .find(bank, jti, notBefore)
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.NOT_FOUND, "no answer of that id is kept for this bank"));
  }

  private static String quotaScope(Adopted adopted, Party bank, Instant now) {
    return QuotaScope.ofDay(
        "subjects", bank.id(), now, adopted.federation().directory().timeZone());
  }
}
