package io.heji.crypto.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Es256Test {
  private static final Randomness SEEDED = new SplittableRandom(256)::nextBytes;
  private final Es256PrivateKey key = Es256PrivateKey.generate(SEEDED);
  private final Bytes message = Bytes.ascii("what was signed");

  @Test
  void verifiesWhatItSignedAndNothingElse() {
    Bytes signature = key.sign(message);

    assertThat(signature.size()).isEqualTo(Es256PublicKey.SIGNATURE_BYTES);
    assertThat(key.publicKey().verify(message, signature)).isTrue();
    assertThat(key.publicKey().verify(Bytes.ascii("something else"), signature)).isFalse();
    assertThat(Es256PrivateKey.generate(SEEDED).publicKey().verify(message, signature)).isFalse();
    for (int i = 0; i < signature.size(); i++) {
      byte[] altered = signature.toByteArray();
      altered[i] ^= 1;
      assertThat(key.publicKey().verify(message, Bytes.of(altered))).isFalse();
    }
    assertThat(key.publicKey().verify(message, Bytes.of(new byte[64]))).isFalse();
    assertThat(key.publicKey().verify(message, signature.slice(0, 63))).isFalse();
  }

  @Test
  void keepsItsKeysThroughPem() throws Exception {
    Es256PrivateKey read = Es256PrivateKey.fromPem(key.toPem(SecretAccess.granted()));

    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    assertThat(key.publicKey().verify(message, read.sign(message))).isTrue();
    assertThatThrownBy(
            () ->
                Es256PrivateKey.fromPem(
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
        .isInstanceOf(CryptoException.class);
  }

  @Test
  void refusesPointsOffTheCurve() {
    Bytes zero = Bytes.of(new byte[32]);
    assertThatThrownBy(() -> Es256PublicKey.ofCoordinates(zero, zero))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Es256PublicKey.ofCoordinates(key.publicKey().x(), key.publicKey().x()))
        .isInstanceOf(CryptoException.class);
  }
}
