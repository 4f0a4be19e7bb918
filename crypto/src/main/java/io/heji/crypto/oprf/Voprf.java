package io.heji.crypto.oprf;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.SecretScalar;
import java.util.HashSet;
import java.util.List;

/**
 * Mode VOPRF of RFC 9497 (0x01), P256-SHA256, with the key split over one or more tokenisers.
 * Stateless, thread-safe.
 *
 * <p>Finalization cannot forget a proof: it takes the tokenisers' public keys and answers together
 * and gives outputs only if every proof holds.
 */
public final class Voprf {
  /** RFC 9497 section 2.2.1 numbers a batch in two bytes; the protocol allows far fewer. */
  private static final int BATCH_MAX = 0xFFFF;

  private final GroupEngine group;
  private final OprfCore core;
  private final Dleq dleq;

  public Voprf(GroupEngine group) {
    this.group = group;
    this.core = new OprfCore(group, Suite.VOPRF);
    this.dleq = new Dleq(group, Suite.VOPRF);
  }

  /**
   * Reads elements as they travel, one after the other.
   *
   * @throws CryptoException for the identity, points off the curve and other encodings
   */
  public List<Element> decode(Bytes encoded) throws CryptoException {
    return group.decode(encoded);
  }

  /** Blinds each input under a blind of its own. */
  public Blinding blind(List<SecretBytes> inputs, Randomness randomness) throws CryptoException {
    requireBatch(inputs.size());
    return core.blind(inputs, randomness);
  }

  /** Evaluates the batch with this tokeniser's share and proves it, all elements in one proof. */
  public Evaluation evaluate(KeyShare share, List<Element> blinded, Randomness randomness)
      throws CryptoException {
    requireBatch(blinded.size());
    List<Element> evaluated = group.multiply(blinded, share.scalar());
    SecretScalar nonce = SecretScalar.random(randomness);
    Bytes proof = dleq.prove(share.scalar(), share.publicKey(), blinded, evaluated, nonce);
    return new Evaluation(evaluated, proof);
  }

  /**
   * Whether one tokeniser's proof holds. None holds for more elements than a batch has, since their
   * numbers would begin again.
   *
   * @throws CryptoException when the proof or a sum of the batch cannot be read as what it is
   */
  public boolean isProven(Element publicKey, List<Element> blinded, Evaluation evaluation)
      throws CryptoException {
    return blinded.size() <= BATCH_MAX
        && dleq.verify(publicKey, blinded, evaluation.elements(), evaluation.proof());
  }

  /**
   * Verifies every tokeniser's proof, adds their answers, unblinds and finalizes.
   *
   * @param publicKeys one a tokeniser, no two the same
   * @param evaluations in the order of the keys
   * @return one 32-byte output an input, the RFC's output under the sum of the shares
   * @throws CryptoException when an answer is missing or too many, has another length, does not
   *     verify, or when the answers add up to the identity
   */
  public List<SecretBytes> finalizeOutputs(
      Blinding blinding, List<Element> publicKeys, List<Evaluation> evaluations)
      throws CryptoException {
    if (publicKeys.isEmpty() || publicKeys.size() != evaluations.size()) {
      throw new CryptoException();
    }
    // Two tokenisers with one key would be one party with the whole share in its hands.
    if (new HashSet<>(publicKeys).size() != publicKeys.size()) {
      throw new CryptoException();
    }
    for (int i = 0; i < publicKeys.size(); i++) {
      if (!isProven(publicKeys.get(i), blinding.elements(), evaluations.get(i))) {
        throw new CryptoException();
      }
    }
    List<Element> sums = group.sums(evaluations.stream().map(Evaluation::elements).toList());
    return core.finalizeOutputs(blinding, sums);
  }

  private static void requireBatch(int size) {
    if (size < 1 || size > BATCH_MAX) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + BATCH_MAX + " elements, got " + size);
    }
  }
}
