package io.heji.sandbox.bench;

import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.SecretScalar;
import java.util.List;

/**
 * An engine that knows the products of one list already: an evaluation of that list by it costs
 * what the proof costs.
 */
final class KnownProducts extends ForwardingEngine {
  private final List<Element> elements;
  private final List<Element> products;

  KnownProducts(GroupEngine engine, List<Element> elements, List<Element> products) {
    super(engine);
    this.elements = elements;
    this.products = products;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // This very list; to compare the content would cost time.
  public List<Element> multiply(List<Element> list, SecretScalar scalar) {
    return list == elements ? products : super.multiply(list, scalar);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // As above.
  public List<Element> multiply(List<Element> list, List<SecretScalar> scalars) {
    return list == elements ? products : super.multiply(list, scalars);
  }
}
