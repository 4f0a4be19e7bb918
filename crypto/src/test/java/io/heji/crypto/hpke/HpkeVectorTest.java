package io.heji.crypto.hpke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Vectors;
import io.heji.crypto.agreement.X25519KeysTest;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * RFC 9180 base mode, our one suite; the first message of a context, since we seal one message a
 * context.
 */
class HpkeVectorTest {
  private static final int AES_256_GCM = 2;

  @Test
  void sealsAndOpensTheRfcsFirstMessage() throws Exception {
    JsonNode vector = vector();
    JsonNode message = vector.path("encryptions").get(0);
    X25519PrivateKey recipient =
        X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("skRm")));
    Bytes info = Vectors.hex(vector.path("info"));
    Bytes aad = Vectors.hex(message.path("aad"));
    Bytes expected = Bytes.concat(Vectors.hex(vector.path("enc")), Vectors.hex(message.path("ct")));

    Bytes sealed =
        Hpke.seal(
            X25519PublicKey.of(Vectors.hex(vector.path("pkRm"))),
            info,
            aad,
            Vectors.secret(message.path("pt")),
            Vectors.feeding(List.of(Vectors.hex(vector.path("skEm")))));
    SecretBytes opened = Hpke.open(recipient, info, aad, expected);

    assertThat(sealed).isEqualTo(expected);
    assertThat(Bytes.copyOf(opened.toByteArray(SecretAccess.granted())))
        .isEqualTo(Vectors.hex(message.path("pt")));
  }

  @Test
  void refusesAnyAlteredByteInfoOrAad() throws Exception {
    JsonNode vector = vector();
    JsonNode message = vector.path("encryptions").get(0);
    X25519PrivateKey recipient =
        X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("skRm")));
    Bytes info = Vectors.hex(vector.path("info"));
    Bytes aad = Vectors.hex(message.path("aad"));
    Bytes blob = Bytes.concat(Vectors.hex(vector.path("enc")), Vectors.hex(message.path("ct")));

    for (int i = 0; i < blob.size(); i++) {
      byte[] altered = blob.toByteArray();
      altered[i] ^= (byte) 0x80;
      assertThatThrownBy(() -> Hpke.open(recipient, info, aad, Bytes.of(altered)))
          .as("byte %d", i)
          .isInstanceOf(CryptoException.class);
    }
    assertThatThrownBy(() -> Hpke.open(recipient, aad, aad, blob))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Hpke.open(recipient, info, info, blob))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Hpke.open(recipient, info, aad, Bytes.EMPTY))
        .isInstanceOf(CryptoException.class);
  }

  @Test
  void refusesKeysOfLowOrderAtBothEnds() throws Exception {
    JsonNode vector = vector();
    X25519PrivateKey recipient =
        X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("skRm")));
    Bytes ciphertext = Bytes.copyOf(new byte[Hpke.TAG_BYTES]);

    for (X25519PublicKey low : X25519KeysTest.lowOrder()) {
      assertThatThrownBy(
              () ->
                  Hpke.seal(
                      low,
                      Bytes.EMPTY,
                      Bytes.EMPTY,
                      SecretBytes.copyOf(new byte[1]),
                      Vectors.feeding(List.of(Bytes.copyOf(new byte[32])))))
          .isInstanceOf(CryptoException.class);
      assertThatThrownBy(
              () ->
                  Hpke.open(
                      recipient, Bytes.EMPTY, Bytes.EMPTY, Bytes.concat(low.bytes(), ciphertext)))
          .isInstanceOf(CryptoException.class);
    }
  }

  private static JsonNode vector() {
    for (JsonNode vector : Vectors.read("rfc9180/rfc9180-base-x25519-hkdf-sha256.json")) {
      if (vector.path("mode").asInt() == 0 && vector.path("aead_id").asInt() == AES_256_GCM) {
        return vector;
      }
    }
    throw new AssertionError("no such suite in the vectors");
  }
}
