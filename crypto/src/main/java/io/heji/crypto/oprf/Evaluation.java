package io.heji.crypto.oprf;

import io.heji.crypto.Bytes;
import io.heji.crypto.group.Element;
import java.util.List;

/**
 * One tokeniser's answer: the evaluated elements in request order, and one proof for all.
 *
 * @param elements as many as were asked
 * @param proof challenge ‖ response, {@value Dleq#PROOF_BYTES} bytes (RFC 9497 section 2.2)
 */
public record Evaluation(List<Element> elements, Bytes proof) {
  public Evaluation {
    elements = List.copyOf(elements);
  }
}
