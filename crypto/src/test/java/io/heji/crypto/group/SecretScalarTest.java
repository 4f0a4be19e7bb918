package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretScalarTest {
  private static final BigInteger N = P256.ORDER;
  private static final BigInteger ONE = BigInteger.ONE;

  private static Bytes bytes(BigInteger number) {
    return Bytes.of(P256.fixed(number));
  }

  private static SecretScalar secret(BigInteger number) throws CryptoException {
    return SecretScalar.fromSecretBytes(SecretBytes.of(bytes(number)));
  }

  @Test
  void drawsAgainWhileOutOfRange() {
    BigInteger last = N.subtract(ONE);
    List<Bytes> drawn =
        List.of(
            bytes(BigInteger.ZERO),
            bytes(N),
            bytes(BigInteger.TWO.pow(256).subtract(ONE)),
            bytes(last),
            bytes(ONE));

    SecretScalar scalar = SecretScalar.random(Vectors.feeding(drawn));

    assertThat(Bytes.of(scalar.toBytes())).isEqualTo(bytes(last));
  }

  @Test
  void storesWhatItReads() throws Exception {
    for (BigInteger number : List.of(ONE, BigInteger.TWO.pow(255), N.subtract(ONE))) {
      SecretBytes stored = secret(number).toSecretBytes(SecretAccess.granted());

      assertThat(stored.equalsInConstantTime(SecretBytes.of(bytes(number)))).isTrue();
    }
  }

  @Test
  void refusesWhatIsOutOfRangeOrOfAnotherLength() {
    for (Bytes wrong :
        List.of(
            bytes(BigInteger.ZERO),
            bytes(N),
            bytes(N.add(ONE)),
            Bytes.EMPTY,
            bytes(ONE).slice(1, 32),
            Bytes.concat(Bytes.of((byte) 0), bytes(ONE)))) {
      assertThatThrownBy(() -> SecretScalar.fromSecretBytes(SecretBytes.of(wrong)))
          .isInstanceOf(CryptoException.class);
    }
  }

  @Test
  void respondsWithTheNonceMinusTheProduct() throws Exception {
    List<BigInteger> numbers = new ArrayList<>(List.of(ONE, BigInteger.TWO, N.subtract(ONE)));
    SeededRandomness random = new SeededRandomness("responses");
    for (int i = 0; i < 8; i++) {
      numbers.add(new BigInteger(1, random.bytes(40)).mod(N));
    }
    for (BigInteger nonce : numbers) {
      for (BigInteger key : numbers) {
        for (BigInteger challenge : numbers) {
          Scalar response = secret(nonce).respond(Scalar.of(challenge), secret(key));

          assertThat(response.number()).isEqualTo(nonce.subtract(challenge.multiply(key)).mod(N));
        }
        Scalar unchallenged = secret(nonce).respond(Scalar.of(BigInteger.ZERO), secret(key));
        assertThat(unchallenged.number()).isEqualTo(nonce);
      }
    }
  }
}
