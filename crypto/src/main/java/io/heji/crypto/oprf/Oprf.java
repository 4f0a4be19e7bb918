package io.heji.crypto.oprf;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import java.util.List;

/**
 * Mode OPRF of RFC 9497 (0x00), P256-SHA256. Stateless, thread-safe.
 *
 * <p>WARNING: without a proof the evaluator can answer each asker with a key of its own and
 * recognise it later. Heji's protocol uses {@link Voprf} only; this is here because the RFC's
 * vectors for it check the same blinding and finalization.
 */
public final class Oprf {
  private final GroupEngine group;
  private final OprfCore core;

  public Oprf(GroupEngine group) {
    this.group = group;
    this.core = new OprfCore(group, Suite.OPRF);
  }

  public Blinding blind(List<SecretBytes> inputs, Randomness randomness) throws CryptoException {
    return core.blind(inputs, randomness);
  }

  /** RFC 9497 section 3.3.1, BlindEvaluate. */
  public List<Element> evaluate(KeyShare key, List<Element> blinded) {
    return group.multiply(blinded, key.scalar());
  }

  /** RFC 9497 section 3.3.1, Finalize: one 32-byte output an input. */
  public List<SecretBytes> finalizeOutputs(Blinding blinding, List<Element> evaluated)
      throws CryptoException {
    if (evaluated.size() != blinding.elements().size()) {
      throw new CryptoException();
    }
    return core.finalizeOutputs(blinding, evaluated);
  }
}
