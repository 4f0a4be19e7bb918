package io.heji.protocol.token;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngines;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.List;

/**
 * A list of elements as it travels: {@value Element#SIZE_BYTES} bytes each, one after the other.
 */
public final class Elements {
  private Elements() {}

  public static Bytes encode(List<Element> elements) {
    return Bytes.concat(elements.stream().map(Element::encode).toArray(Bytes[]::new));
  }

  /** How a list of elements is read: an engine's way for long lists. */
  @FunctionalInterface
  public interface Decoding {
    List<Element> decode(Bytes encoded) throws CryptoException;
  }

  /** Reads elements; the identity, points off the curve and other encodings are refused. */
  public static List<Element> decode(Bytes encoded, Decoding decoding) throws RefusedException {
    try {
      return decoding.decode(encoded);
    } catch (CryptoException invalid) {
      throw refused();
    }
  }

  /** The same with the reference engine. */
  public static List<Element> decode(Bytes encoded) throws RefusedException {
    return decode(encoded, GroupEngines.bouncyCastle()::decode);
  }

  private static RefusedException refused() {
    return new RefusedException(
        ProblemType.MALFORMED_REQUEST, "the elements are not compressed points of P-256");
  }
}
