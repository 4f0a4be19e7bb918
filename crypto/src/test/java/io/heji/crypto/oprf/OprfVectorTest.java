package io.heji.crypto.oprf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Vectors;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 9497 appendix A.3.1 (OPRF) and A.3.2 (VOPRF), P256-SHA256, every byte of every step through
 * the public API.
 */
class OprfVectorTest {
  private static final int MODE_OPRF = 0;
  private static final int MODE_VOPRF = 1;

  @ParameterizedTest
  @MethodSource("io.heji.crypto.group.Engines#all")
  void modeOprfGivesTheRfcsBytes(GroupEngine engine) throws Exception {
    JsonNode suite = suite(MODE_OPRF);
    KeyShare key = KeyShare.fromSecretBytes(Vectors.secret(suite.path("skSm")));
    Oprf oprf = new Oprf(engine);

    assertThat(suite.path("vectors")).isNotEmpty();
    for (JsonNode vector : suite.path("vectors")) {
      Blinding blinding = oprf.blind(inputs(vector), Vectors.feeding(items(vector, "Blind")));
      assertThat(encoded(blinding.elements())).isEqualTo(items(vector, "BlindedElement"));

      List<Element> evaluated = oprf.evaluate(key, blinding.elements());
      assertThat(encoded(evaluated)).isEqualTo(items(vector, "EvaluationElement"));

      assertThat(plain(oprf.finalizeOutputs(blinding, evaluated)))
          .isEqualTo(items(vector, "Output"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heji.crypto.group.Engines#all")
  void modeVoprfGivesTheRfcsBytesProofIncluded(GroupEngine engine) throws Exception {
    JsonNode suite = suite(MODE_VOPRF);
    KeyShare key = KeyShare.fromSecretBytes(Vectors.secret(suite.path("skSm")));
    assertThat(key.publicKey().encode()).isEqualTo(Vectors.hex(suite.path("pkSm")));
    Voprf voprf = new Voprf(engine);

    assertThat(suite.path("vectors")).isNotEmpty();
    for (JsonNode vector : suite.path("vectors")) {
      Blinding blinding = voprf.blind(inputs(vector), Vectors.feeding(items(vector, "Blind")));
      assertThat(encoded(blinding.elements())).isEqualTo(items(vector, "BlindedElement"));

      Bytes proofRandomness = Vectors.hex(vector.path("Proof").path("r"));
      Evaluation evaluation =
          voprf.evaluate(key, blinding.elements(), Vectors.feeding(List.of(proofRandomness)));
      assertThat(encoded(evaluation.elements())).isEqualTo(items(vector, "EvaluationElement"));
      assertThat(evaluation.proof()).isEqualTo(Vectors.hex(vector.path("Proof").path("proof")));

      List<SecretBytes> outputs =
          voprf.finalizeOutputs(blinding, List.of(key.publicKey()), List.of(evaluation));
      assertThat(plain(outputs)).isEqualTo(items(vector, "Output"));
    }
  }

  private static JsonNode suite(int mode) {
    for (JsonNode suite : Vectors.read("rfc9497/rfc9497-voprf.json")) {
      if (suite.path("identifier").asText().equals("P256-SHA256")
          && suite.path("mode").asInt() == mode) {
        return suite;
      }
    }
    throw new AssertionError("no such suite in the vectors");
  }

  private static List<Bytes> items(JsonNode vector, String name) {
    List<Bytes> items = new ArrayList<>();
    for (String item : vector.path(name).asText().split(",", -1)) {
      items.add(Bytes.fromHex(item));
    }
    return items;
  }

  private static List<SecretBytes> inputs(JsonNode vector) {
    return items(vector, "Input").stream().map(SecretBytes::of).toList();
  }

  private static List<Bytes> encoded(List<Element> elements) {
    return elements.stream().map(Element::encode).toList();
  }

  private static List<Bytes> plain(List<SecretBytes> outputs) {
    return outputs.stream()
        .map(output -> Bytes.copyOf(output.toByteArray(SecretAccess.granted())))
        .toList();
  }
}
