package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.Scalar;
import io.heji.crypto.group.SecretScalar;
import java.util.List;
import java.util.function.IntFunction;

/** Hands everything on to another engine; a subclass changes what it wants to. */
class ForwardingEngine implements GroupEngine {
  private final GroupEngine engine;

  ForwardingEngine(GroupEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    return engine.hashToGroup(inputs, domainSeparationTag);
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return engine.hashToScalar(input, domainSeparationTag);
  }

  @Override
  public List<Scalar> hashToScalars(int count, IntFunction<Bytes> inputs, Bytes tag) {
    return engine.hashToScalars(count, inputs, tag);
  }

  @Override
  public List<Element> decode(Bytes encoded) throws CryptoException {
    return engine.decode(encoded);
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    return engine.multiplyBase(scalar);
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    return engine.multiply(elements, scalar);
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    return engine.multiply(elements, scalars);
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    return engine.linearCombination(elements, coefficients);
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return engine.baseCombination(a, element, b);
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    return engine.sums(addends);
  }
}
