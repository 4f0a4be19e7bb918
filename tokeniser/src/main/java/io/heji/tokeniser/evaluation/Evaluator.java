package io.heji.tokeniser.evaluation;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.Element;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Elements;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.SignedEvaluationRequest;
import io.heji.store.OnceRegister;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Answers evaluation requests. Thread-safe; blocks while the stores write.
 *
 * <p>The order of the checks is fixed: who asks (active bank or platform, signature, audience,
 * time, roster), that no tokeniser is suspended, what is asked (count, every element, hash),
 * policy, own share, once, quota. What is refused before "once" leaves no trace, since anybody
 * could have made it up in the asker's name; from there on it counts, whatever becomes of it.
 */
public final class Evaluator {
  private final PartyId self;
  private final AdoptedDocuments documents;
  private final KeyShares shares;
  private final OnceRegister once;
  private final EvaluationQuota quota;
  private final Voprf voprf;
  private final Randomness randomness;
  private final InstantSource clock;

  public Evaluator(
      PartyId self,
      AdoptedDocuments documents,
      KeyShares shares,
      OnceRegister once,
      EvaluationQuota quota,
      Voprf voprf,
      Randomness randomness,
      InstantSource clock) {
    this.self = self;
    this.documents = documents;
    this.shares = shares;
    this.once = once;
    this.quota = quota;
    this.voprf = voprf;
    this.randomness = randomness;
    this.clock = clock;
  }

  /**
   * Evaluates every element, in request order, with one proof for all.
   *
   * @param request the asker's signed request, as it came
   * @param elements the blinded elements, 33 bytes each
   */
  public EvaluationAnswer evaluate(String request, Bytes elements) throws RefusedException {
    Instant now = clock.instant();
    SignedEvaluationRequest signed = SignedEvaluationRequest.read(request);
    Federation newest = documents.require(now).federation();
    Party asker = signed.verifyAsker(newest, roster -> documents.forEvaluation(roster, now), now);
    newest.requireActiveTokenisers();
    List<Element> blinded = signed.verifyElements(elements, voprf::decode);
    // The named set, not the newest: a request under the roster before reads answers of its epoch.
    Adopted named = documents.forEvaluation(signed.request().roster(), now);
    requireActivePolicy(named, now);
    KeyShare share = shares.required(named.federation(), self);
    requireFirst(signed.request());
    quota.charge(asker, named, blinded.size(), now);
    return answer(share, blinded);
  }

  private static void requireActivePolicy(Adopted named, Instant now) throws RefusedException {
    if (!named.policy().isActiveAt(now)) {
      throw new RefusedException(ProblemType.WRONG_POLICY, "no policy bundle is active now");
    }
  }

  private void requireFirst(EvaluationRequest request) throws RefusedException {
    boolean first =
        once.isFirst(
            OnceRegister.Kind.EVALUATION_REQUEST,
            request.issuer(),
            request.jti(),
            request.expires());
    if (!first) {
      throw new RefusedException(ProblemType.REPLAYED, "`jti` was used before");
    }
  }

  private EvaluationAnswer answer(KeyShare share, List<Element> blinded) throws RefusedException {
    try {
      Evaluation evaluation = voprf.evaluate(share, blinded, randomness);
      return new EvaluationAnswer(self, Elements.encode(evaluation.elements()), evaluation.proof());
    } catch (CryptoException failed) {
      throw new RefusedException(ProblemType.INTERNAL, "the evaluation failed");
    }
  }
}
