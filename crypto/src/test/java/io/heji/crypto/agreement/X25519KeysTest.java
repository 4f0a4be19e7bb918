package io.heji.crypto.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which keys give everybody's secret: what the key says, and what an agreement makes of it. */
public class X25519KeysTest {
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger A24 = BigInteger.valueOf(121_665);
  private static final Randomness SEEDED = new SplittableRandom(7748)::nextBytes;

  /**
   * The u-coordinates of points whose order divides 8, on the curve or on its twist, computed: 0;
   * those whose double is 0, that is u = ±1; those whose double has u = ±1.
   */
  public static List<X25519PublicKey> lowOrder() {
    List<X25519PublicKey> found = new ArrayList<>();
    found.add(key(BigInteger.ZERO));
    found.add(key(BigInteger.ONE));
    found.add(key(PRIME.subtract(BigInteger.ONE)));
    for (String order8 :
        List.of(
            "325606250916557431795983626356110631294008115727848805560023387167927233504",
            "39382357235489614581723060781553021112529911719440698176882885853963445705823")) {
      BigInteger u = new BigInteger(order8);
      assertThat(doubled(u)).isIn(BigInteger.ONE, PRIME.subtract(BigInteger.ONE));
      found.add(key(u));
    }
    return found;
  }

  /** u of 2P from u of P: (u² − 1)² / 4u(u² + 486662u + 1), RFC 7748 section 5. */
  private static BigInteger doubled(BigInteger u) {
    BigInteger square = u.multiply(u);
    BigInteger above = square.subtract(BigInteger.ONE).pow(2);
    BigInteger a = A24.multiply(BigInteger.valueOf(4)).add(BigInteger.TWO);
    BigInteger below =
        u.multiply(BigInteger.valueOf(4)).multiply(square.add(a.multiply(u)).add(BigInteger.ONE));
    return above.multiply(below.modInverse(PRIME)).mod(PRIME);
  }

  private static X25519PublicKey key(BigInteger u) {
    byte[] littleEndian = new byte[X25519PublicKey.SIZE_BYTES];
    byte[] bigEndian = u.toByteArray();
    for (int i = 0; i < Math.min(bigEndian.length, littleEndian.length); i++) {
      littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return new X25519PublicKey(Bytes.copyOf(littleEndian));
  }

  @Test
  void anAgreementWithAKeyOfLowOrderIsRefused() {
    X25519PrivateKey own = X25519PrivateKey.generate(SEEDED);
    for (X25519PublicKey low : lowOrder()) {
      assertThat(low.hasLowOrder()).isTrue();
      assertThatThrownBy(() -> own.agree(low)).isInstanceOf(CryptoException.class);
    }
  }

  @Test
  void anyOtherKeyGivesASecret() throws Exception {
    for (int u = 2; u < 300; u++) {
      X25519PublicKey other = key(BigInteger.valueOf(u));
      SecretBytes secret = X25519PrivateKey.generate(SEEDED).agree(other);

      assertThat(other.hasLowOrder()).isFalse();
      assertThat(secret.size()).isEqualTo(X25519PublicKey.SIZE_BYTES);
    }
  }
}
