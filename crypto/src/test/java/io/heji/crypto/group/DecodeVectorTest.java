package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The published encodings that must be refused, through every engine and at every place. */
@ParameterizedClass
@MethodSource("io.heji.crypto.group.Engines#all")
class DecodeVectorTest {
  private static final JsonNode REFUSED =
      Vectors.read("heji-v1/heji-v1-token.json").path("must_refuse_elements");

  /** Lengths for which engines decode by different means. */
  private static final List<Integer> LENGTHS = List.of(1, 2, 8, 9, 33);

  private final GroupEngine engine;

  DecodeVectorTest(GroupEngine engine) {
    this.engine = engine;
  }

  @Test
  void refusesAListWithOneElementThatMustBeRefused() throws Exception {
    assertThat(REFUSED).isNotEmpty();
    Bytes good = Element.of(P256.GENERATOR).encode();
    for (int length : LENGTHS) {
      List<Bytes> list = new ArrayList<>(Collections.nCopies(length, good));
      assertThat(engine.decode(joined(list)))
          .isEqualTo(Collections.nCopies(length, Element.of(P256.GENERATOR)));
      for (JsonNode vector : REFUSED) {
        Bytes wrong = Vectors.hex(vector.path("element"));
        if (wrong.equals(Bytes.EMPTY)) {
          // No bytes are a list of no elements; one that wants one finds it missing.
          assertThat(engine.decode(wrong)).isEmpty();
          continue;
        }
        for (int place : List.of(0, length / 2, length - 1)) {
          list.set(place, wrong);
          Bytes encoded = joined(list);
          list.set(place, good);

          assertThatThrownBy(() -> engine.decode(encoded))
              .as("%s at %s of %s", vector.path("name").asText(), place, length)
              .isInstanceOf(CryptoException.class);
        }
      }
    }
  }

  private static Bytes joined(List<Bytes> list) {
    return Bytes.concat(list.toArray(Bytes[]::new));
  }
}
