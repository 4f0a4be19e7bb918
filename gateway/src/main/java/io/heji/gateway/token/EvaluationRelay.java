package io.heji.gateway.token;

import io.heji.crypto.Bytes;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.member.Members;
import io.heji.gateway.member.Replies;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.Evaluated;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Elements;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.SignedEvaluationRequest;
import io.heji.store.OnceRegister;
import io.heji.store.QuotaLedger;
import io.heji.store.QuotaScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Relays one evaluation request to every tokeniser of the roster. All answer, or nothing is
 * answered. The checks spare the tokenisers work; each makes them again itself and trusts nothing
 * the gateway says. Thread-safe.
 */
public final class EvaluationRelay {
  private final AdoptedDocuments documents;
  private final OnceRegister once;
  private final QuotaLedger quotas;
  private final Members members;
  private final Elements.Decoding decoding;
  private final InstantSource clock;

  public EvaluationRelay(
      AdoptedDocuments documents,
      OnceRegister once,
      QuotaLedger quotas,
      Members members,
      Elements.Decoding decoding,
      InstantSource clock) {
    this.documents = documents;
    this.once = once;
    this.quotas = quotas;
    this.members = members;
    this.decoding = decoding;
    this.clock = clock;
  }

  /**
   * Checks the request and relays it.
   *
   * @param call of who is on the line, who must be the request's issuer
   * @return one answer a tokeniser, bytewise by id
   */
  public List<EvaluationAnswer> relay(OpenCall call, String request, Bytes elements)
      throws RefusedException {
    if (request.length() > GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST,
          "`request` must be a JWS of at most "
              + GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX
              + " characters");
    }
    Instant now = clock.instant();
    PartyId caller = call.caller();
    SignedEvaluationRequest signed = SignedEvaluationRequest.read(request);
    if (!signed.request().issuer().equals(caller)) {
      throw new RefusedException(
          ProblemType.SIGNATURE_INVALID, "the request is not issued by who sends it");
    }
    // The newest directory says who may ask, also under the roster before it: a suspension counts
    // at once.
    Federation newest = documents.require(now).federation();
    Party asker = signed.verifyAsker(newest, roster -> documents.forEvaluation(roster, now), now);
    newest.requireActiveTokenisers();
    Adopted adopted = documents.forEvaluation(signed.request().roster(), now);
    signed.verifyElements(elements, decoding);
    if (!once.isFirst(
        OnceRegister.Kind.EVALUATION_REQUEST,
        caller,
        signed.request().jti(),
        signed.request().expires())) {
      throw new RefusedException(ProblemType.REPLAYED, "the request was sent before");
    }
    charge(adopted, asker, signed.request().count(), now);
    return askAll(call, adopted, request, elements);
  }

  private void charge(Adopted adopted, Party asker, int count, Instant now)
      throws RefusedException {
    var quota = adopted.policy().quotas();
    boolean within =
        asker.role() == Role.BANK
            ? quotas.charge(
                QuotaScope.ofDay(
                    "evaluations", asker.id(), now, adopted.federation().directory().timeZone()),
                count,
                quota.bankEvaluationsPerDay())
            : quotas.charge(
                QuotaScope.ofEpoch(
                    "evaluations", asker.id(), adopted.federation().roster().epoch()),
                count,
                quota.evaluationsPerEpoch(asker.id()));
    if (!within) {
      throw new RefusedException(
          ProblemType.QUOTA_EXCEEDED, "the evaluations exceed policy's quota");
    }
  }

  private List<EvaluationAnswer> askAll(
      OpenCall call, Adopted adopted, String request, Bytes elements) throws RefusedException {
    Map<PartyId, CompletableFuture<EvaluateReply>> calls = new TreeMap<>();
    for (PartyId tokeniser : adopted.federation().roster().tokenisers().keySet()) {
      calls.put(
          tokeniser,
          members.evaluate(tokeniser, request, elements, GatewayLimits.TOKENISER_TIMEOUT));
    }
    call.lastsUntil(calls.values());
    Map<PartyId, EvaluateReply> replies =
        Replies.all(calls, ProblemType.TOKENISER_UNAVAILABLE, "tokeniser");
    List<EvaluationAnswer> answers = new ArrayList<>();
    for (Map.Entry<PartyId, EvaluateReply> reply : replies.entrySet()) {
      answers.add(answer(reply.getKey(), reply.getValue(), elements.size()));
    }
    return answers;
  }

  private static EvaluationAnswer answer(PartyId tokeniser, EvaluateReply reply, int elementBytes)
      throws RefusedException {
    return switch (reply.getOutcomeCase()) {
      case EVALUATED -> {
        Evaluated evaluated = reply.getEvaluated();
        // The asker verifies the proof. Another length is no answer, and a long one of each
        // tokeniser would together be more than a frame.
        if (evaluated.getElements().size() != elementBytes
            || evaluated.getProof().size() != Limits.PROOF_BYTES) {
          throw new RefusedException(
              ProblemType.EVALUATION_INVALID,
              "tokeniser `" + tokeniser + "` sent an answer of another length");
        }
        yield new EvaluationAnswer(
            tokeniser,
            Bytes.copyOf(evaluated.getElements().toByteArray()),
            Bytes.copyOf(evaluated.getProof().toByteArray()));
      }
      case REFUSAL ->
          throw new RefusedException(
              reason(reply.getRefusal().getProblem()), "tokeniser `" + tokeniser + "` refuses");
      case OUTCOME_NOT_SET ->
          throw new RefusedException(
              ProblemType.EVALUATION_INVALID, "tokeniser `" + tokeniser + "` sent no answer");
    };
  }

  /**
   * A tokeniser's own reason; one that this gateway does not know says no more than its silence.
   */
  private static ProblemType reason(String slug) {
    ProblemType problem = ProblemType.ofSlug(slug);
    return problem == ProblemType.UNKNOWN ? ProblemType.TOKENISER_UNAVAILABLE : problem;
  }
}
