package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.group.Scalar;
import io.heji.crypto.group.SecretScalar;
import io.heji.sandbox.bench.EngineComparison.Outcome;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineComparisonTest {
  private final GroupEngine reference = GroupEngines.bouncyCastle();
  private final Randomness randomness = Randomness.of(new SecureRandom());

  private Outcome compared(GroupEngine engine, int identifiers) throws Exception {
    return new EngineComparison(reference, Map.of("played", engine), List.of(), randomness)
        .run(identifiers, 2, _ -> {});
  }

  @Test
  void comparesEveryOperationAndFindsTheReferenceLikeItself() throws Exception {
    List<Long> progress = new ArrayList<>();

    Outcome outcome =
        new EngineComparison(reference, Map.of("played", reference), List.of(), randomness)
            .run(1_003, 2, progress::add);

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.same()).isTrue();
    assertThat(progress).hasSize(2).last().isEqualTo(1_003L);
    assertThat(outcome.operations())
        .contains(
            "hash to curve",
            "blind",
            "decode",
            "evaluate",
            "multiply base",
            "proof",
            "verify",
            "add",
            "unblind",
            "final token",
            "hash to scalar",
            "combine",
            "multiply, edge scalar",
            "multiply one, edge scalar",
            "base combination, edge scalar",
            "decode a part");
  }

  @Test
  void findsOneWrongProductInALongList() throws Exception {
    Outcome outcome =
        compared(
            new ForwardingEngine(reference) {
              @Override
              public List<Element> multiply(List<Element> list, List<SecretScalar> scalars) {
                List<Element> products = new ArrayList<>(super.multiply(list, scalars));
                if (products.size() > 40) {
                  products.set(40, products.getFirst());
                }
                return products;
              }
            },
            50);

    assertThat(outcome.same()).isFalse();
    assertThat(outcome.differences())
        .containsOnlyKeys(
            "played: blind differs", "played: unblind differs", "played: final token differs");
  }

  @Test
  void findsWhatIsWrongAtAnEdgeOnly() throws Exception {
    Outcome outcome =
        compared(
            new ForwardingEngine(reference) {
              @Override
              public Element baseCombination(Scalar a, Element element, Scalar b) {
                return element;
              }
            },
            1);

    assertThat(outcome.differences())
        .containsEntry("played: base combination, edge scalar differs", 11L)
        .containsKey("played: verify differs");
  }

  @Test
  void anEngineThatThrowsIsDifferentAndTheOthersGoOn() throws Exception {
    GroupEngine broken =
        new ForwardingEngine(reference) {
          @Override
          public List<Element> decode(Bytes encoded) {
            throw new IllegalStateException("broken");
          }
        };

    Outcome outcome =
        new EngineComparison(
                reference, Map.of("broken", broken, "right", reference), List.of(), randomness)
            .run(1, 1, _ -> {});

    assertThat(outcome.differences())
        .containsEntry("broken: decode throws IllegalStateException", 1L)
        .allSatisfy((difference, _) -> assertThat(difference).startsWith("broken: decode"));
    assertThat(outcome.same()).isFalse();
  }

  @Test
  void anEngineThatShouldBeThereAndIsNotIsNoSuccess() throws Exception {
    Outcome outcome =
        new EngineComparison(
                reference, Map.of("played", reference), List.of("vector: gone"), randomness)
            .run(1, 1, _ -> {});

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.same()).isFalse();
  }

  @Test
  void anEngineThatTheMachineCannotHaveIsNotAskedFor() throws Exception {
    Set<EngineChoice> all = Set.of(EngineChoice.LIBCRYPTO, EngineChoice.VECTOR);

    Outcome outcome = EngineComparison.of(all, 1, randomness).run(20, 1, _ -> {});

    assertThat(outcome.missing()).isEmpty();
    assertThat(outcome.engines()).hasSize(1).first().asString().startsWith("auto (");
  }
}
