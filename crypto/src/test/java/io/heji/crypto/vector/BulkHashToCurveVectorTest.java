package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Vectors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 9380 appendix J.1.1, all messages in one batch. */
class BulkHashToCurveVectorTest {
  @Test
  void hashesTheRfcsMessagesToTheRfcsPoints() throws Exception {
    JsonNode suite = Vectors.read("rfc9380/rfc9380-p256-xmd-sha256-sswu-ro.json");
    JsonNode vectors = suite.path("vectors");
    assertThat(vectors).isNotEmpty();
    byte[][] messages = new byte[vectors.size()][];
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < messages.length; i++) {
      messages[i] = vectors.path(i).path("msg").asText().getBytes(StandardCharsets.US_ASCII);
      expected.writeBytes(number(vectors.path(i).path("P").path("x")));
      expected.writeBytes(number(vectors.path(i).path("P").path("y")));
    }
    byte[] tag = suite.path("dst").asText().getBytes(StandardCharsets.US_ASCII);

    assertThat(new BulkP256().hashToCurve(messages, tag)).isEqualTo(expected.toByteArray());
  }

  private static byte[] number(JsonNode node) {
    return HexFormat.of().parseHex(node.asText().substring(2));
  }
}
