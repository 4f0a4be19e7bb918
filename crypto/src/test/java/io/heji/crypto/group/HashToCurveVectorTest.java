package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Vectors;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9380 appendix J.1.1. */
@ParameterizedClass
@MethodSource("io.heji.crypto.group.Engines#all")
class HashToCurveVectorTest {
  private final GroupEngine engine;

  HashToCurveVectorTest(GroupEngine engine) {
    this.engine = engine;
  }

  @Test
  void hashesTheRfcsMessagesToTheRfcsPoints() throws Exception {
    JsonNode suite = Vectors.read("rfc9380/rfc9380-p256-xmd-sha256-sswu-ro.json");
    Bytes tag = Bytes.ascii(suite.path("dst").asText());

    assertThat(suite.path("vectors")).isNotEmpty();
    for (JsonNode vector : suite.path("vectors")) {
      Bytes message = Bytes.ascii(vector.path("msg").asText());
      Element element = engine.hashToGroup(List.of(message), tag).getFirst();

      Bytes x = Bytes.of(P256.fixed(number(vector.path("P").path("x"))));
      int prefix = number(vector.path("P").path("y")).testBit(0) ? 3 : 2;
      assertThat(element.encode()).isEqualTo(Bytes.concat(Bytes.of((byte) prefix), x));
    }
  }

  private static BigInteger number(JsonNode node) {
    return new BigInteger(node.asText().substring(2), 16);
  }
}
