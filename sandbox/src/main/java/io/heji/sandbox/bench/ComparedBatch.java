package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.SecretScalar;
import io.heji.crypto.oprf.Blinding;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Oprf;
import io.heji.crypto.oprf.Voprf;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine must compute of one batch of random identifiers, from hashing to the final tokens,
 * and what the reference gives for it.
 */
final class ComparedBatch {
  private static final Bytes SCALAR_TAG = Bytes.ascii("HashToScalar-OPRFV1-\1-P256-SHA256");

  private final List<Bytes> identities = new ArrayList<>();
  private final List<SecretScalar> blinds = new ArrayList<>();
  private final List<SecretScalar> inverses;
  private final SecretScalar scalar;
  private final KeyShare share;
  private final Randomness nonce;
  private final List<Element> hashed;
  private final Blinding blinding;
  private final List<Element> blinded;
  private final List<Element> evaluated;
  private final Evaluation evaluation;
  private final Bytes encoded;
  private final GroupEngine reference;

  /** One operation, by whichever engine; its result is compared by content. */
  @FunctionalInterface
  interface Work {
    Object by(GroupEngine engine) throws CryptoException;
  }

  /**
   * One operation.
   *
   * @param expected what the reference gives
   */
  record Operation(String name, Work work, Object expected) {}

  ComparedBatch(int count, GroupEngine reference, Randomness randomness) throws CryptoException {
    this.reference = reference;
    List<SecretBytes> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes identity = Bytes.of(randomness.bytes(TokenWork.IDENTITY_BYTES));
      identities.add(identity);
      inputs.add(SecretBytes.of(identity));
      blinds.add(SecretScalar.random(randomness));
    }
    this.inverses = SecretScalar.inverses(blinds);
    this.scalar = SecretScalar.random(randomness);
    this.share = KeyShare.fromSecretBytes(scalar.toSecretBytes(SecretAccess.granted()));
    SecretScalar drawn = SecretScalar.random(randomness);
    this.nonce = out -> TokenWork.feeding(List.of(drawn)).fill(out);
    this.hashed = reference.hashToGroup(identities, TokenWork.HASH_TAG);
    this.blinding =
        new Voprf(
                new ForwardingEngine(reference) {
                  @Override
                  public List<Element> hashToGroup(List<Bytes> same, Bytes tag) {
                    return hashed;
                  }
                })
            .blind(inputs, TokenWork.feeding(blinds));
    this.blinded = blinding.elements();
    this.evaluated = reference.multiply(blinded, scalar);
    this.evaluation = proven(reference);
    this.encoded = TokenWork.encoded(blinded);
  }

  /** The elements that the reference hashed, for more to be done with. */
  List<Element> hashed() {
    return hashed;
  }

  /** From hashing to the final tokens. */
  List<Operation> operations() throws CryptoException {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new Operation("hash to curve", e -> e.hashToGroup(identities, TokenWork.HASH_TAG), hashed));
    operations.add(new Operation("blind", e -> e.multiply(hashed, blinds), blinded));
    operations.add(new Operation("decode", e -> e.decode(encoded), blinded));
    operations.add(new Operation("evaluate", e -> e.multiply(blinded, scalar), evaluated));
    operations.add(new Operation("multiply base", e -> e.multiplyBase(scalar), share.publicKey()));
    operations.add(new Operation("proof", e -> proven(e).proof(), evaluation.proof()));
    operations.add(new Operation("verify", this::isProven, true));
    operations.add(byReference("add", e -> e.sums(List.of(blinded, evaluated))));
    List<Element> unblinded = reference.multiply(evaluated, inverses);
    operations.add(new Operation("unblind", e -> e.multiply(evaluated, inverses), unblinded));
    // Finalize is the same hash in both modes; this one does not verify what was verified above.
    List<Bytes> tokens = tokens(new KnownProducts(reference, evaluated, unblinded));
    operations.add(new Operation("final token", this::tokens, tokens));
    return operations;
  }

  /** What costs the reference as much again and need not be done for every batch. */
  List<Operation> more() throws CryptoException {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        byReference(
            "hash to scalar",
            e -> e.hashToScalars(identities.size(), identities::get, SCALAR_TAG)));
    operations.add(
        byReference(
            "combine",
            e ->
                e.linearCombination(
                    blinded,
                    reference.hashToScalars(identities.size(), identities::get, SCALAR_TAG))));
    operations.add(byReference("verify by the reference", this::isProven));
    operations.add(
        byReference(
            "verify what was altered",
            e ->
                new Voprf(e)
                    .isProven(
                        share.publicKey(), blinded, new Evaluation(blinded, evaluation.proof()))));
    return operations;
  }

  private Operation byReference(String name, Work work) throws CryptoException {
    return new Operation(name, work, work.by(reference));
  }

  /** The multiplication is compared by itself; this is the proof of what came of it. */
  private Evaluation proven(GroupEngine engine) throws CryptoException {
    return new Voprf(new KnownProducts(engine, blinded, evaluated)).evaluate(share, blinded, nonce);
  }

  private boolean isProven(GroupEngine engine) throws CryptoException {
    return new Voprf(engine).isProven(share.publicKey(), blinded, evaluation);
  }

  private List<Bytes> tokens(GroupEngine engine) throws CryptoException {
    return new Oprf(engine)
        .finalizeOutputs(blinding, evaluated).stream()
            .map(token -> Bytes.copyOf(token.toByteArray(SecretAccess.granted())))
            .toList();
  }
}
