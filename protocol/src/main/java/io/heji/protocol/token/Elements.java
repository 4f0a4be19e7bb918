package io.heji.protocol.token;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.group.Element;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of elements as it travels: {@value Element#SIZE_BYTES} bytes each, one after the other.
 */
public final class Elements {
  private Elements() {}

  public static Bytes encode(List<Element> elements) {
    return Bytes.concat(elements.stream().map(Element::encode).toArray(Bytes[]::new));
  }

  /** Reads elements; the identity, points off the curve and other encodings are refused. */
  public static List<Element> decode(Bytes encoded) throws RefusedException {
    if (encoded.size() % Element.SIZE_BYTES != 0) {
      throw refused();
    }
    List<Element> elements = new ArrayList<>(encoded.size() / Element.SIZE_BYTES);
    try {
      for (int at = 0; at < encoded.size(); at += Element.SIZE_BYTES) {
        elements.add(Element.decode(encoded.slice(at, at + Element.SIZE_BYTES)));
      }
    } catch (CryptoException invalid) {
      throw refused();
    }
    return elements;
  }

  private static RefusedException refused() {
    return new RefusedException(
        ProblemType.MALFORMED_REQUEST, "the elements are not compressed points of P-256");
  }
}
