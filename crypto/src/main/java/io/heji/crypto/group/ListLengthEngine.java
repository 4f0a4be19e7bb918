package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.util.List;

/** Gives long lists to one engine and short ones to another, whichever is faster for them. */
final class ListLengthEngine implements GroupEngine {
  /**
   * From here on the bulk engine multiplies: it takes as long for one as for sixteen, which is
   * about eight multiplications by libcrypto.
   */
  static final int MULTIPLY_FROM = 9;

  /** The same for the reference, whose multiplications take many times as long. */
  static final int MULTIPLY_FROM_IF_REFERENCE = 2;

  /** From here on it sums: below eight it asks the reference itself. */
  static final int COMBINE_FROM = 8;

  /**
   * From here on it hashes: libcrypto leaves that to the reference, which takes a third as long.
   */
  static final int HASH_FROM = 3;

  /** From here on it decodes. */
  static final int DECODE_FROM = 6;

  private final GroupEngine bulk;
  private final GroupEngine single;
  private final int multiplyFrom;

  ListLengthEngine(GroupEngine bulk, GroupEngine single, int multiplyFrom) {
    this.bulk = bulk;
    this.single = single;
    this.multiplyFrom = multiplyFrom;
  }

  @Override
  public String name() {
    return bulk.name() + "+" + single.name();
  }

  @Override
  public String description() {
    return bulk.description() + "+" + single.description();
  }

  private GroupEngine forProducts(int length) {
    return length >= multiplyFrom ? bulk : single;
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    GroupEngine engine = inputs.size() >= HASH_FROM ? bulk : single;
    return engine.hashToGroup(inputs, domainSeparationTag);
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return single.hashToScalar(input, domainSeparationTag);
  }

  @Override
  public List<Element> decode(Bytes encoded) throws CryptoException {
    GroupEngine engine = GroupEngine.requireWhole(encoded) >= DECODE_FROM ? bulk : single;
    return engine.decode(encoded);
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    return single.multiplyBase(scalar);
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    return forProducts(elements.size()).multiply(elements, scalar);
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    return forProducts(elements.size()).multiply(elements, scalars);
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    GroupEngine engine = elements.size() >= COMBINE_FROM ? bulk : single;
    return engine.linearCombination(elements, coefficients);
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return single.baseCombination(a, element, b);
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    return bulk.sums(addends);
  }
}
