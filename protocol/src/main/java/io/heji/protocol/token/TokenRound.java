package io.heji.protocol.token;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.Element;
import io.heji.crypto.oprf.Blinding;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The asker's side of one call: blind, ask, verify and finalize. Bank and platform agent both use
 * it. Used once.
 */
public final class TokenRound {
  private final Voprf voprf;
  private final Blinding blinding;
  private final Bytes elements;

  private TokenRound(Voprf voprf, Blinding blinding) {
    this.voprf = voprf;
    this.blinding = blinding;
    this.elements = Elements.encode(blinding.elements());
  }

  /** Blinds 1 to 1,000 subjects, each under a blind of its own. */
  public static TokenRound blind(List<Subject> subjects, Voprf voprf, Randomness randomness)
      throws RefusedException {
    return blindInputs(subjects.stream().map(Subject::tokenInput).toList(), voprf, randomness);
  }

  /** The same for inputs as the published vectors give them. */
  static TokenRound blindInputs(List<SecretBytes> inputs, Voprf voprf, Randomness randomness)
      throws RefusedException {
    if (inputs.isEmpty() || inputs.size() > Limits.SUBJECTS_MAX) {
      throw new RefusedException(
          ProblemType.BATCH_TOO_LARGE,
          "a call tokenises 1 to " + Limits.SUBJECTS_MAX + " subjects");
    }
    try {
      return new TokenRound(voprf, voprf.blind(inputs, randomness));
    } catch (CryptoException noSuchInputIsKnown) {
      throw new RefusedException(ProblemType.MALFORMED_SUBJECT, "a subject cannot be tokenised");
    }
  }

  /** The blinded elements to send. */
  public Bytes elements() {
    return elements;
  }

  /** The request to sign. */
  public EvaluationRequest request(
      Federation federation, PartyId asker, Instant now, Randomness randomness) {
    return new EvaluationRequest(
        Jti.next(now, randomness),
        asker,
        federation.directory().federation(),
        now,
        now.plus(Limits.MESSAGE_LIFETIME_MAX),
        federation.rosterRef(),
        blinding.elements().size(),
        Sha256.of(elements));
  }

  /**
   * The tokens, in the order of the subjects.
   *
   * @throws RefusedException {@code evaluation-invalid} unless exactly the roster's tokenisers
   *     answered and every proof holds under the key of their statements
   */
  public List<Token> finish(Federation federation, List<EvaluationAnswer> answers)
      throws RefusedException {
    SortedMap<PartyId, Element> keys = federation.tokeniserKeys();
    Map<PartyId, EvaluationAnswer> byTokeniser = new HashMap<>();
    for (EvaluationAnswer answer : answers) {
      if (!keys.containsKey(answer.tokeniser())
          || byTokeniser.put(answer.tokeniser(), answer) != null) {
        throw invalid();
      }
    }
    List<Evaluation> evaluations = new ArrayList<>();
    for (PartyId tokeniser : keys.keySet()) {
      EvaluationAnswer answer = byTokeniser.get(tokeniser);
      if (answer == null) {
        throw invalid();
      }
      evaluations.add(new Evaluation(decoded(answer.elements()), answer.proof()));
    }
    return finish(List.copyOf(keys.values()), evaluations);
  }

  List<Token> finish(List<Element> publicKeys, List<Evaluation> evaluations)
      throws RefusedException {
    try {
      return voprf.finalizeOutputs(blinding, publicKeys, evaluations).stream()
          .map(Token::of)
          .toList();
    } catch (CryptoException refused) {
      throw invalid();
    }
  }

  private List<Element> decoded(Bytes elements) throws RefusedException {
    try {
      return Elements.decode(elements, voprf::decode);
    } catch (RefusedException malformed) {
      throw invalid();
    }
  }

  private static RefusedException invalid() {
    return new RefusedException(
        ProblemType.EVALUATION_INVALID, "the tokenisers' answers do not verify");
  }
}
