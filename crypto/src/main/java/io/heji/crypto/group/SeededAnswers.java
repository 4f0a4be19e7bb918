package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every operation of an engine on {@value #COUNT} elements, points that repeat or are each other's
 * inverse and edge scalars among them, held against the SHA-256 of what the reference answered when
 * this was written (a test compares). For {@link SelfTest}.
 */
final class SeededAnswers {
  /** More than one group of eight in every block, and none full at the end. */
  static final int COUNT = 41;

  /** From this length on engines combine by other means. */
  private static final int SHORT = 8;

  static final Bytes ANSWERS =
      Bytes.fromHex("a3571da18766549ced165676434ccdff41b47a346a0921ad44af07acfcc54001");

  private static final Bytes TAG = Bytes.ascii("heji-engine-self-test");

  private static final BigInteger MINUS_ONE = P256.ORDER.subtract(BigInteger.ONE);

  private final GroupEngine engine;
  private final MessageDigest digest = Sha256.newDigest();

  private SeededAnswers(GroupEngine engine) {
    this.engine = engine;
  }

  static boolean areGivenBy(GroupEngine engine) throws CryptoException {
    return of(engine).equals(ANSWERS) && refusesOtherEncodings(engine);
  }

  /** A list in which one encoding, in another place each time, is not that of an element. */
  private static boolean refusesOtherEncodings(GroupEngine engine) {
    Bytes good = Element.of(P256.GENERATOR).encode();
    List<Bytes> bad =
        List.of(
            Bytes.concat(Bytes.of((byte) 0), good.slice(1, Element.SIZE_BYTES)),
            Bytes.concat(Bytes.of((byte) 4), good.slice(1, Element.SIZE_BYTES)),
            withX(P256.PRIME),
            // 5 is the x of an element; as p + 5 it is refused.
            withX(P256.PRIME.add(BigInteger.valueOf(5))),
            // No element has x = 1.
            withX(BigInteger.ONE));
    for (int i = 0; i < bad.size(); i++) {
      List<Bytes> list = new ArrayList<>(Collections.nCopies(COUNT, good));
      list.set((i + 1) * COUNT / bad.size() - 1, bad.get(i));
      if (isDecoded(engine, Bytes.concat(list.toArray(Bytes[]::new)))) {
        return false;
      }
    }
    return true;
  }

  private static Bytes withX(BigInteger x) {
    return Bytes.concat(Bytes.of((byte) 2), Bytes.of(P256.fixed(x)));
  }

  private static boolean isDecoded(GroupEngine engine, Bytes encoded) {
    try {
      engine.decode(encoded);
      return true;
    } catch (CryptoException refused) {
      return false;
    }
  }

  /** The digest of all the engine's answers. */
  static Bytes of(GroupEngine engine) throws CryptoException {
    SeededAnswers answers = new SeededAnswers(engine);
    answers.compute();
    return Bytes.of(answers.digest.digest());
  }

  private void compute() throws CryptoException {
    List<Bytes> inputs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      inputs.add(Bytes.of((byte) i));
    }
    List<Element> elements = added(engine.hashToGroup(inputs, TAG));
    List<Scalar> scalars = engine.hashToScalars(COUNT, inputs::get, TAG);
    scalars.forEach(scalar -> digest.update(scalar.toBytes()));
    added(engine.decode(encoded(elements)));
    List<Element> inverses = multiply(elements, scalars);
    combine(elements, inverses, scalars);
    added(engine.sums(List.of(elements, everyThirdTheSame(elements), elements)));
  }

  /** Returns each element's inverse. */
  private List<Element> multiply(List<Element> elements, List<Scalar> scalars)
      throws CryptoException {
    List<SecretScalar> secrets = new ArrayList<>(List.of(secret(BigInteger.ONE)));
    secrets.add(secret(MINUS_ONE));
    secrets.add(secret(BigInteger.TWO));
    for (Scalar scalar : scalars.subList(secrets.size(), COUNT)) {
      secrets.add(secret(scalar.number()));
    }
    added(engine.multiply(elements, secrets));
    added(List.of(engine.multiplyBase(secrets.getLast())));
    added(engine.multiply(elements.subList(0, 1), secrets.getLast()));
    return added(engine.multiply(elements, secret(MINUS_ONE)));
  }

  /** Points twice, with their inverses, with one and the same scalar, and with 0. */
  private void combine(List<Element> elements, List<Element> inverses, List<Scalar> scalars)
      throws CryptoException {
    List<Element> points = new ArrayList<>(elements);
    List<Scalar> coefficients = new ArrayList<>(scalars);
    for (int i = 0; i < COUNT; i++) {
      points.add(i % 2 == 0 ? elements.get(i) : inverses.get(i));
      coefficients.add(i % 4 < 2 ? scalars.get(i) : scalars.getFirst());
    }
    points.add(elements.getLast());
    coefficients.add(Scalar.of(BigInteger.ZERO));
    for (int length : new int[] {1, SHORT, points.size()}) {
      List<Element> some = points.subList(0, length);
      added(List.of(engine.linearCombination(some, coefficients.subList(0, length))));
    }
    added(
        List.of(
            engine.baseCombination(scalars.getFirst(), elements.getFirst(), scalars.getLast())));
  }

  private static List<Element> everyThirdTheSame(List<Element> elements) {
    List<Element> others = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      others.add(elements.get(i % 3 == 0 ? i : COUNT - i));
    }
    return others;
  }

  /** Both coordinates: the encoding has one bit of y. */
  private List<Element> added(List<Element> elements) {
    elements.forEach(element -> digest.update(element.coordinates()));
    return elements;
  }

  private static SecretScalar secret(BigInteger number) throws CryptoException {
    return SecretScalar.fromSecretBytes(SecretBytes.of(Bytes.of(P256.fixed(number))));
  }

  private static Bytes encoded(List<Element> elements) {
    return Bytes.concat(elements.stream().map(Element::encode).toArray(Bytes[]::new));
  }
}
