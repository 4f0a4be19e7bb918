package io.heji.bank;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.profile.BankKeys;
import io.heji.bank.store.BankStore;
import io.heji.bank.store.PendingQuery;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a federation, as one of its banks, what people owe in total. Thread-safe.
 *
 * <p>Each question: fetch and verify the documents, unless that was done a moment ago; turn the
 * subjects into tokens; sign the query and seal the tokens to every platform that is summed; store
 * the keys that open the answer; ask; verify the disclosure. A number is returned only after all of
 * it held.
 *
 * <p>WARNING: it does not give what nobody can verify: states, as-of and the totals of metrics that
 * the gateway discloses itself are the gateway's word.
 */
public final class ExposureClient {
  /** What a question is refused as that goes by documents which are no longer in force. */
  private static final Set<ProblemType> DOCUMENTS_CHANGED =
      Set.of(
          ProblemType.WRONG_DIRECTORY,
          ProblemType.WRONG_POLICY,
          ProblemType.WRONG_ROSTER,
          ProblemType.EPOCH_CHANGED);

  private final PartyId self;
  private final BankKeys keys;
  private final GatewayApi gateway;
  private final BankStore store;
  private final InstantSource clock;
  private final Randomness randomness;
  private final AccessTokens accessTokens;
  private final TokenCache tokenCache;
  private final CurrentDocuments documents;

  /**
   * A client of one bank on the fastest engine of this machine, which all such clients of the
   * process share.
   */
  public ExposureClient(
      PartyId self,
      BankKeys keys,
      PinnedRegulators regulators,
      GatewayApi gateway,
      BankStore store,
      InstantSource clock,
      Randomness randomness) {
    this(self, keys, regulators, gateway, store, clock, randomness, SharedEngine.fastest());
  }

  /**
   * A client of one bank on this engine.
   *
   * @param self the bank's id in the directory
   * @param keys its long-term keys
   * @param regulators whose signatures make a directory and a policy bundle
   * @param gateway how the gateway is reached
   * @param store what the bank keeps
   * @param engine what turns subjects into tokens and verifies the tokenisers' proofs
   */
  public ExposureClient(
      PartyId self,
      BankKeys keys,
      PinnedRegulators regulators,
      GatewayApi gateway,
      BankStore store,
      InstantSource clock,
      Randomness randomness,
      GroupEngine engine) {
    this.self = self;
    this.keys = keys;
    this.gateway = gateway;
    this.store = store;
    this.clock = clock;
    this.randomness = randomness;
    this.documents = new CurrentDocuments(gateway, regulators, store.documentMemory(), clock);
    this.accessTokens = new AccessTokens(keys, clock, randomness);
    Voprf voprf = new Voprf(engine);
    this.tokenCache =
        new TokenCache(gateway, store.keptTokens(), keys, accessTokens, voprf, clock, randomness);
  }

  /**
   * Asks one question.
   *
   * @throws RefusedException the gateway refused, or the question would be refused
   * @throws GatewayUnreachableException no answer came; if the question had been sent, the message
   *     names its id for {@link #fetch}
   * @throws NotVerifiedException what came back does not verify; nothing of it was used
   * @throws IOException the bank's own store failed; then nothing more was sent
   */
  public ExposureAnswer ask(AskRequest request)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    requireConsentCovers(request, clock.instant());
    Optional<Federation> current = documents.stillCurrent();
    if (current.isEmpty()) {
      return askBy(documents.fetch(), request);
    }
    try {
      return askBy(current.get(), request);
    } catch (RefusedException refused) {
      if (!DOCUMENTS_CHANGED.contains(refused.type())) {
        throw refused;
      }
      Federation newest = documents.fetch();
      if (newest.documents().equals(current.get().documents())) {
        // It would be refused again, and every question counts.
        throw refused;
      }
      return askBy(newest, request);
    }
  }

  /** After a refusal, whatever for, the next question begins with the documents of then. */
  private ExposureAnswer askBy(Federation federation, AskRequest request)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    try {
      return ask(request, federation);
    } catch (RefusedException refused) {
      documents.doubt();
      throw refused;
    }
  }

  private ExposureAnswer ask(AskRequest request, Federation federation)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    Party bank = federation.activeParty(self, Role.BANK);
    PolicyTerms policy = PolicyTerms.of(federation, clock.instant());
    List<MetricRequest> metrics = inPolicysForms(request.metrics(), policy);
    SummedSet set = federation.summedSet(bank);
    if (set.companyGroups() < policy.floor()) {
      throw new RefusedException(
          ProblemType.FLOOR_NOT_MET,
          "%d company groups would be summed, policy wants %d"
              .formatted(set.companyGroups(), policy.floor()));
    }
    List<Token> tokens = tokenCache.tokens(request.subjects(), bank, federation);
    SealedQuery sealed =
        SealedQuery.of(
            request, metrics, tokens, bank, keys, federation, set, clock.instant(), randomness);
    return send(sealed, bank, federation, policy);
  }

  /** Fetches the answer to a question asked before, and verifies it as {@link #ask} does. */
  public ExposureAnswer fetch(String queryId)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    PendingQuery pending =
        store
            .pendingQueries()
            .find(queryId)
            .orElseThrow(
                () ->
                    new RefusedException(
                        ProblemType.NOT_FOUND, "this bank keeps no question of that id"));
    Instant askedAt = SignedQuery.read(pending.jws()).query().issuedAt();
    // As of the time of the question: since then documents may have been replaced or expired.
    Federation federation = documents.verified(pending.documents(), askedAt);
    Party bank = federation.activeParty(self, Role.BANK);
    String accessToken = accessTokens.fresh(bank, federation.directory().federation());
    String disclosure = gateway.disclosure(accessToken, queryId);
    return DisclosureVerifier.ofKept(federation, pending).verify(disclosure);
  }

  private ExposureAnswer send(
      SealedQuery sealed, Party bank, Federation federation, PolicyTerms policy)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    String queryId = sealed.query().query().jti();
    PendingQuery pending =
        new PendingQuery(
            sealed.query().text(), federation.documents(), sealed.tagKey(), sealed.padSeeds());
    // Before it is sent: an answer whose keys are lost with a crash could never be opened again.
    store.pendingQueries().store(queryId, pending);
    String accessToken = accessTokens.fresh(bank, federation.directory().federation());
    String disclosure;
    try {
      disclosure = gateway.query(accessToken, sealed.query().text(), sealed.blobs());
    } catch (GatewayUnreachableException lost) {
      throw new GatewayUnreachableException(
          lost.getMessage() + "; the answer may be there to fetch as " + queryId, lost);
    }
    return new DisclosureVerifier(federation, policy, sealed.query(), pending).verify(disclosure);
  }

  private static List<MetricRequest> inPolicysForms(List<Metric> metrics, PolicyTerms policy)
      throws RefusedException {
    List<MetricRequest> requests = new ArrayList<>();
    for (Metric metric : metrics) {
      requests.add(policy.request(metric));
    }
    return requests;
  }

  /** Refused here already: a question without consent must not even become a token. */
  private static void requireConsentCovers(AskRequest request, Instant now)
      throws RefusedException {
    Consent consent = request.consent();
    if (now.isBefore(consent.granted()) || !now.isBefore(consent.expires())) {
      throw new RefusedException(
          ProblemType.CONSENT_INVALID, "the consent is not yet granted or has expired");
    }
    if (!consent.scope().contains(request.purpose())) {
      throw new RefusedException(
          ProblemType.CONSENT_INVALID, "the consent does not cover the purpose");
    }
  }
}
