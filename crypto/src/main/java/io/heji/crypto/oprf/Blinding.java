package io.heji.crypto.oprf;

import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.SecretScalar;
import java.util.List;

/**
 * What the asker keeps of a blinded batch until the answers come: inputs and blinds, which are
 * secret. Used for one finalization.
 */
public final class Blinding {
  private final List<SecretBytes> inputs;
  private final List<SecretScalar> blinds;
  private final List<Element> elements;

  Blinding(List<SecretBytes> inputs, List<SecretScalar> blinds, List<Element> elements) {
    this.inputs = List.copyOf(inputs);
    this.blinds = List.copyOf(blinds);
    this.elements = List.copyOf(elements);
  }

  /** The blinded elements, in the order of the inputs: what is sent. */
  public List<Element> elements() {
    return elements;
  }

  List<SecretBytes> inputs() {
    return inputs;
  }

  List<SecretScalar> blinds() {
    return blinds;
  }

  @Override
  public String toString() {
    return "Blinding[" + elements.size() + "]";
  }
}
