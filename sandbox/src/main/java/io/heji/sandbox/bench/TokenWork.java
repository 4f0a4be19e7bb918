package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.SecretScalar;
import io.heji.crypto.oprf.Blinding;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One batch on its way to tokens, with everything prepared so that each step can be done again and
 * again by itself. Each step gives its result, so that a test can see what is measured.
 */
final class TokenWork {
  /** Of the federation whose customer is measured. */
  static final int TOKENISERS = 2;

  static final int IDENTITY_BYTES = 34;

  /** RFC 9497 section 4.3, mode VOPRF. */
  static final Bytes HASH_TAG = Bytes.ascii("HashToGroup-OPRFV1-\1-P256-SHA256");

  private static final Bytes FINALIZE = Bytes.ascii("Finalize");

  private final GroupEngine engine;
  private final Randomness randomness;
  private final Voprf voprf;
  private final Voprf proving;
  private final List<Bytes> plain = new ArrayList<>();
  private final List<SecretBytes> inputs = new ArrayList<>();
  private final List<SecretScalar> blinds = new ArrayList<>();
  private final List<SecretScalar> inverses;
  private final List<Element> hashed;
  private final Blinding blinding;
  private final Bytes encoded;
  private final SecretScalar scalar;
  private final List<KeyShare> shares = new ArrayList<>();
  private final List<Element> keys = new ArrayList<>();
  private final List<Evaluation> evaluations = new ArrayList<>();
  private final List<Bytes> answers = new ArrayList<>();
  private final List<Element> sums;
  private final List<Element> unblinded;

  TokenWork(GroupEngine engine, int batch, Randomness randomness) throws CryptoException {
    this.engine = engine;
    this.randomness = randomness;
    this.voprf = new Voprf(engine);
    for (int i = 0; i < batch; i++) {
      Bytes input = Bytes.of(randomness.bytes(IDENTITY_BYTES));
      plain.add(input);
      inputs.add(SecretBytes.of(input));
      blinds.add(SecretScalar.random(randomness));
    }
    this.inverses = SecretScalar.inverses(blinds);
    this.hashed = engine.hashToGroup(plain, HASH_TAG);
    this.blinding = voprf.blind(inputs, feeding(blinds));
    this.encoded = encoded(blinding.elements());
    this.scalar = SecretScalar.random(randomness);
    for (int i = 0; i < TOKENISERS; i++) {
      KeyShare share =
          i == 0
              ? KeyShare.fromSecretBytes(scalar.toSecretBytes(SecretAccess.granted()))
              : KeyShare.generate(randomness);
      shares.add(share);
      keys.add(share.publicKey());
      Evaluation evaluation = voprf.evaluate(share, blinding.elements(), randomness);
      evaluations.add(evaluation);
      answers.add(encoded(evaluation.elements()));
    }
    this.proving =
        new Voprf(
            new KnownProducts(engine, blinding.elements(), evaluations.getFirst().elements()));
    this.sums = engine.sums(evaluations.stream().map(Evaluation::elements).toList());
    this.unblinded = engine.multiply(sums, inverses);
  }

  /** Gives these scalars where blinds are drawn, so that the steps belong to one another. */
  static Randomness feeding(List<SecretScalar> scalars) {
    Iterator<SecretScalar> next = scalars.iterator();
    return out -> {
      byte[] scalar =
          next.next().toSecretBytes(SecretAccess.granted()).toByteArray(SecretAccess.granted());
      System.arraycopy(scalar, 0, out, 0, out.length);
    };
  }

  /** As they travel, one after the other. */
  static Bytes encoded(List<Element> elements) {
    return Bytes.concat(elements.stream().map(Element::encode).toArray(Bytes[]::new));
  }

  /** Does a step for the whole batch, and gives what came of it. */
  Object run(TokenStep step) throws CryptoException {
    return switch (step) {
      case HASH -> engine.hashToGroup(plain, HASH_TAG);
      case BLIND_PRODUCT -> engine.multiply(hashed, blinds);
      case BLIND -> engine.multiply(hashed, freshBlinds());
      case DECODE -> engine.decode(encoded);
      case EVALUATE -> engine.multiply(blinding.elements(), scalar);
      case PROVE -> proving.evaluate(shares.getFirst(), blinding.elements(), randomness);
      case EVALUATE_AND_PROVE -> voprf.evaluate(shares.getFirst(), blinding.elements(), randomness);
      case VERIFY -> holds(evaluations.getFirst());
      case ADD -> engine.sums(evaluations.stream().map(Evaluation::elements).toList());
      case UNBLIND_PRODUCT -> engine.multiply(sums, inverses);
      case UNBLIND -> engine.multiply(sums, SecretScalar.inverses(blinds));
      case FINALIZE -> tokens();
      case AGENT -> agent();
      case TOKENISER -> voprf.evaluate(shares.getFirst(), voprf.decode(encoded), randomness);
    };
  }

  /** Of the first tokeniser. */
  List<Element> firstAnswer() {
    return evaluations.getFirst().elements();
  }

  /** Whether this is a right answer of the first tokeniser. */
  boolean holds(Evaluation evaluation) throws CryptoException {
    return voprf.isProven(keys.getFirst(), blinding.elements(), evaluation);
  }

  private List<SecretScalar> freshBlinds() {
    List<SecretScalar> fresh = new ArrayList<>(hashed.size());
    for (int i = 0; i < hashed.size(); i++) {
      fresh.add(SecretScalar.random(randomness));
    }
    return fresh;
  }

  /** What the agent computes before it asks and after the answers came. */
  private List<SecretBytes> agent() throws CryptoException {
    blindForAgent();
    return finishForAgent();
  }

  /** Hash, fresh blinds, multiplication. */
  Blinding blindForAgent() throws CryptoException {
    return voprf.blind(inputs, randomness);
  }

  /** Decodes and verifies each tokeniser's answer, adds them, unblinds and finalizes. */
  List<SecretBytes> finishForAgent() throws CryptoException {
    List<Evaluation> read = new ArrayList<>(TOKENISERS);
    for (int i = 0; i < TOKENISERS; i++) {
      read.add(new Evaluation(voprf.decode(answers.get(i)), evaluations.get(i).proof()));
    }
    return voprf.finalizeOutputs(blinding, keys, read);
  }

  /**
   * The hash at the end of RFC 9497 section 3.3.1's Finalize, which the library only does together
   * with unblinding; a test compares the two.
   */
  private List<SecretBytes> tokens() {
    List<SecretBytes> tokens = new ArrayList<>(plain.size());
    for (int i = 0; i < plain.size(); i++) {
      MessageDigest digest = Sha256.newDigest();
      updateWithLength(digest, plain.get(i));
      updateWithLength(digest, unblinded.get(i).encode());
      digest.update(FINALIZE.toByteArray());
      tokens.add(SecretBytes.copyOf(digest.digest()));
    }
    return tokens;
  }

  private static void updateWithLength(MessageDigest digest, Bytes part) {
    digest.update((byte) (part.size() >>> 8));
    digest.update((byte) part.size());
    digest.update(part.toByteArray());
  }
}
