package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Vectors;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.hash2curve.impl.XmdMessageExpansion;
import org.junit.jupiter.api.Test;

/**
 * RFC 9380 appendix K.1: expand_message_xmd, the library's, on which hashing to the group stands,
 * and our own, on which hashing to a scalar does.
 */
class ExpandMessageVectorTest {
  private static final int SECURITY_BITS = 128;

  @Test
  void expandsTheRfcsMessages() {
    JsonNode suite = Vectors.read("rfc9380/rfc9380-expand-message-xmd-sha256.json");
    Bytes tag =
        Bytes.ascii(suite.has("DST") ? suite.path("DST").asText() : suite.path("dst").asText());
    JsonNode vectors = suite.has("tests") ? suite.path("tests") : suite.path("vectors");

    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      int length = Integer.decode(vector.path("len_in_bytes").asText());
      byte[] expanded =
          new XmdMessageExpansion(new SHA256Digest(), SECURITY_BITS)
              .expandMessage(
                  Bytes.ascii(vector.path("msg").asText()).toByteArray(),
                  tag.toByteArray(),
                  length);
      assertThat(Bytes.of(expanded)).isEqualTo(Vectors.hex(vector.path("uniform_bytes")));
      Bytes message = Bytes.ascii(vector.path("msg").asText());
      assertThat(Bytes.of(HashToScalar.expand(message, tag, length)))
          .isEqualTo(Vectors.hex(vector.path("uniform_bytes")));
    }
  }
}
