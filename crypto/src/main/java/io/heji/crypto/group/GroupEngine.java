package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Computes in P-256, a list at a time. All engines give the same results for the same arguments;
 * they differ in speed only. Thread-safe.
 *
 * <p>Operations that take a {@link SecretScalar} are made so that their time does not depend on it
 * (see the package for what that rests on). The others are for public data.
 */
public interface GroupEngine {
  /** The name in configuration, logs and benchmarks, such as {@code bouncy-castle}. */
  String name();

  /** For the log: the name, with the version of what is not ours. */
  default String description() {
    return name();
  }

  /**
   * Hashes each input to the group: P256_XMD:SHA-256_SSWU_RO_ (RFC 9380 section 8.2) under the
   * domain separation tag.
   *
   * @throws CryptoException when an input hashes to the identity (RFC 9497 section 3.3.1:
   *     InvalidInputError), which nobody knows how to find
   */
  List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag) throws CryptoException;

  /**
   * Hashes to a scalar: hash_to_field of RFC 9380 section 5.2 modulo the order, with L = 48 (RFC
   * 9497 section 4.3).
   */
  Scalar hashToScalar(Bytes input, Bytes domainSeparationTag);

  /** {@link #hashToScalar} of each input. */
  default List<Scalar> hashToScalars(int count, IntFunction<Bytes> inputs, Bytes tag) {
    List<Scalar> scalars = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      scalars.add(hashToScalar(inputs.apply(i), tag));
    }
    return scalars;
  }

  /**
   * Reads elements as they travel, {@value Element#SIZE_BYTES} bytes each, one after the other.
   *
   * @throws CryptoException when {@link Element#decode} would refuse one, or bytes are left over
   */
  default List<Element> decode(Bytes encoded) throws CryptoException {
    int count = requireWhole(encoded);
    List<Element> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = i * Element.SIZE_BYTES;
      elements.add(Element.decode(encoded.slice(at, at + Element.SIZE_BYTES)));
    }
    return elements;
  }

  /** How many encoded elements these bytes are. */
  static int requireWhole(Bytes encoded) throws CryptoException {
    if (encoded.size() % Element.SIZE_BYTES != 0) {
      throw new CryptoException();
    }
    return encoded.size() / Element.SIZE_BYTES;
  }

  /** {@code scalar · G}. */
  Element multiplyBase(SecretScalar scalar);

  /** {@code scalar · element} for each element. */
  List<Element> multiply(List<Element> elements, SecretScalar scalar);

  /** {@code scalars[i] · elements[i]} for each i; both lists have the same length. */
  List<Element> multiply(List<Element> elements, List<SecretScalar> scalars);

  /**
   * {@code Σ coefficients[i] · elements[i]}, on public data.
   *
   * @throws CryptoException when the sum is the identity
   */
  Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException;

  /**
   * {@code a · G + b · element}, on public data.
   *
   * @throws CryptoException when it is the identity
   */
  Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException;

  /**
   * {@code Σ_j addends[j][i]} for each i: as many sums as each list is long.
   *
   * @throws CryptoException when a sum is the identity
   */
  List<Element> sums(List<List<Element>> addends) throws CryptoException;
}
