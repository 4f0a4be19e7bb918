package io.heji.crypto.oprf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Vectors;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Round 1 with the key split over tokenisers, as an independent implementation computed it. */
@ParameterizedClass
@MethodSource("io.heji.crypto.group.Engines#all")
class SplitKeyVectorTest {
  private static final JsonNode FILE = Vectors.read("heji-v1/heji-v1-token.json");
  private final Voprf voprf;

  SplitKeyVectorTest(GroupEngine engine) {
    this.voprf = new Voprf(engine);
  }

  @TestFactory
  List<DynamicTest> givesTheIndependentBytesAtEveryStep() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("cases")
        .forEach(c -> tests.add(DynamicTest.dynamicTest(c.path("name").asText(), () -> check(c))));
    assertThat(tests).hasSizeGreaterThan(5);
    return tests;
  }

  private void check(JsonNode vector) throws CryptoException {
    List<SecretBytes> inputs =
        Vectors.list(vector.path("inputs")).stream().map(SecretBytes::of).toList();
    Blinding blinding = voprf.blind(inputs, Vectors.feeding(Vectors.list(vector.path("blinds"))));
    assertThat(blinding.elements().stream().map(Element::encode).toList())
        .isEqualTo(Vectors.list(vector.path("blinded_elements")));

    List<Element> keys = new ArrayList<>();
    List<Evaluation> evaluations = new ArrayList<>();
    for (JsonNode tokeniser : vector.path("tokenisers")) {
      KeyShare share = KeyShare.fromSecretBytes(Vectors.secret(tokeniser.path("share")));
      assertThat(share.publicKey().encode()).isEqualTo(Vectors.hex(tokeniser.path("public_key")));
      Bytes randomness = Vectors.hex(tokeniser.path("proof_randomness"));
      Evaluation evaluation =
          voprf.evaluate(share, blinding.elements(), Vectors.feeding(List.of(randomness)));
      assertThat(evaluation.elements().stream().map(Element::encode).toList())
          .isEqualTo(Vectors.list(tokeniser.path("evaluated_elements")));
      assertThat(evaluation.proof()).isEqualTo(Vectors.hex(tokeniser.path("proof")));
      keys.add(share.publicKey());
      evaluations.add(evaluation);
    }
    assertThat(
            voprf.finalizeOutputs(blinding, keys, evaluations).stream()
                .map(token -> Bytes.copyOf(token.toByteArray(SecretAccess.granted())))
                .toList())
        .isEqualTo(Vectors.list(vector.path("tokens")));
  }

  @TestFactory
  List<DynamicTest> refusesEveryAnswerThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("must_refuse_answers")
        .forEach(
            vector ->
                tests.add(
                    DynamicTest.dynamicTest(
                        vector.path("name").asText(),
                        () ->
                            assertThatThrownBy(() -> finish(vector))
                                .isInstanceOf(CryptoException.class))));
    assertThat(tests).hasSizeGreaterThan(15);
    return tests;
  }

  private void finish(JsonNode vector) throws CryptoException {
    List<Element> blinded = decoded(vector.path("blinded_elements"));
    List<Element> keys = decoded(vector.path("public_keys"));
    List<Evaluation> evaluations = new ArrayList<>();
    for (JsonNode answer : vector.path("answers")) {
      evaluations.add(
          new Evaluation(
              decoded(answer.path("evaluated_elements")), Vectors.hex(answer.path("proof"))));
    }
    voprf.finalizeOutputs(blindingOf(blinded), keys, evaluations);
  }

  private static List<Element> decoded(JsonNode list) throws CryptoException {
    List<Element> elements = new ArrayList<>();
    for (Bytes encoded : Vectors.list(list)) {
      elements.add(Element.decode(encoded));
    }
    return elements;
  }

  /**
   * A batch whose elements are given and whose blinds do not matter: every answer is refused before
   * unblinding.
   */
  private static Blinding blindingOf(List<Element> elements) throws CryptoException {
    SecretBytes one = SecretBytes.of(Bytes.fromHex("0".repeat(63) + "1"));
    var scalar = io.heji.crypto.group.SecretScalar.fromSecretBytes(one);
    return new Blinding(
        elements.stream().map(_ -> one).toList(),
        elements.stream().map(_ -> scalar).toList(),
        elements);
  }
}
