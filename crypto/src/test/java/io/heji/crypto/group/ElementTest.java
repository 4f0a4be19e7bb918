package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Vectors;
import org.junit.jupiter.api.Test;

class ElementTest {
  private static final Bytes ORDER =
      Bytes.fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

  @Test
  void refusesEveryElementThatTheVectorsSayMustBeRefused() {
    JsonNode refused = Vectors.read("heji-v1/heji-v1-token.json").path("must_refuse_elements");

    assertThat(refused).isNotEmpty();
    for (JsonNode vector : refused) {
      assertThatThrownBy(() -> Element.decode(Vectors.hex(vector.path("element"))))
          .as(vector.path("name").asText())
          .isInstanceOf(CryptoException.class);
    }
  }

  @Test
  void decodesWhatItEncodes() throws Exception {
    Bytes encoded =
        Bytes.fromHex("03c4cdc1d021b0c20b624882a4de79eb1341ca0fe807299613c0b8b3c4bf786c3b");

    assertThat(Element.decode(encoded).encode()).isEqualTo(encoded);
  }

  @Test
  void refusesScalarsOutOfRange() throws Exception {
    Bytes zero = Bytes.of(new byte[32]);
    assertThatThrownBy(() -> Scalar.decode(ORDER)).isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Scalar.decode(ORDER.slice(0, 31))).isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> SecretScalar.fromSecretBytes(SecretBytes.of(zero)))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> SecretScalar.fromSecretBytes(SecretBytes.of(ORDER)))
        .isInstanceOf(CryptoException.class);
    assertThat(Scalar.decode(zero).encode()).isEqualTo(zero);
  }
}
