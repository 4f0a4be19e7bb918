package io.heji.crypto.oprf;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.Scalar;
import io.heji.crypto.group.SecretScalar;
import java.util.List;

/**
 * The batched proof of discrete-logarithm equality (RFC 9497 section 2.2): the holder of k shows
 * that every D[i] = k · C[i] for the k of its public key, and nothing else about k.
 */
final class Dleq {
  /** Challenge and response. */
  static final int PROOF_BYTES = 2 * Scalar.SIZE_BYTES;

  private static final Bytes COMPOSITE = Bytes.ascii("Composite");

  private final GroupEngine group;
  private final Suite suite;

  Dleq(GroupEngine group, Suite suite) {
    this.group = group;
    this.suite = suite;
  }

  /** RFC 9497 section 2.2.1, GenerateProof with A = G, B = k·G. */
  Bytes prove(
      SecretScalar key, Element publicKey, List<Element> c, List<Element> d, SecretScalar nonce)
      throws CryptoException {
    // ComputeCompositesFast: who knows k needs no second sum, Z = k · M.
    Element m = group.linearCombination(c, coefficients(publicKey, c, d));
    Element z = group.multiply(List.of(m), key).getFirst();
    Element t2 = group.multiplyBase(nonce);
    Element t3 = group.multiply(List.of(m), nonce).getFirst();
    Scalar challenge = challenge(publicKey, m, z, t2, t3);
    return Bytes.concat(challenge.encode(), nonce.respond(challenge, key).encode());
  }

  /** RFC 9497 section 2.2.2, VerifyProof. */
  boolean verify(Element publicKey, List<Element> c, List<Element> d, Bytes proof)
      throws CryptoException {
    if (proof.size() != PROOF_BYTES || c.isEmpty() || c.size() != d.size()) {
      return false;
    }
    Scalar challenge = Scalar.decode(proof.slice(0, Scalar.SIZE_BYTES));
    Scalar response = Scalar.decode(proof.slice(Scalar.SIZE_BYTES, PROOF_BYTES));
    List<Scalar> coefficients = coefficients(publicKey, c, d);
    Element m = group.linearCombination(c, coefficients);
    Element z = group.linearCombination(d, coefficients);
    Element t2 = group.baseCombination(response, publicKey, challenge);
    Element t3 = group.linearCombination(List.of(m, z), List.of(response, challenge));
    return challenge(publicKey, m, z, t2, t3).equals(challenge);
  }

  /**
   * The di of ComputeComposites: each depends on the whole batch's public key, on its place and on
   * its pair of elements.
   */
  private List<Scalar> coefficients(Element publicKey, List<Element> c, List<Element> d) {
    Bytes seed =
        Sha256.of(LengthPrefixed.of(publicKey.encode()), LengthPrefixed.of(suite.seedTag()));
    Bytes prefix = LengthPrefixed.of(seed);
    return group.hashToScalars(
        c.size(),
        i ->
            Bytes.concat(
                prefix,
                Bytes.of((byte) (i >>> 8), (byte) i),
                LengthPrefixed.of(c.get(i).encode()),
                LengthPrefixed.of(d.get(i).encode()),
                COMPOSITE),
        suite.hashToScalarTag());
  }

  private Scalar challenge(Element publicKey, Element m, Element z, Element t2, Element t3) {
    Bytes transcript =
        Bytes.concat(
            LengthPrefixed.of(publicKey.encode()),
            LengthPrefixed.of(m.encode()),
            LengthPrefixed.of(z.encode()),
            LengthPrefixed.of(t2.encode()),
            LengthPrefixed.of(t3.encode()),
            Bytes.ascii("Challenge"));
    return group.hashToScalar(transcript, suite.hashToScalarTag());
  }
}
