package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.hash2curve.OPRFHashToScalar;
import org.junit.jupiter.api.Test;

/** Hashing to a scalar against the library's, and inverses against their definition. */
class ScalarPropertyTest {
  private static final int INPUTS = 300;

  @Test
  void hashesToTheLibrarysScalar() {
    SeededRandomness random = new SeededRandomness("hash to scalar");
    OPRFHashToScalar library = new OPRFHashToScalar(P256.CURVE, new SHA256Digest(), 128);
    for (int size = 0; size < INPUTS; size++) {
      Bytes input = Bytes.of(random.bytes(size));
      Bytes tag = Bytes.of(random.bytes(1 + size % 255));

      assertThat(HashToScalar.of(input, tag).number())
          .isEqualTo(library.process(input.toByteArray(), tag.toByteArray()));
    }
  }

  @Test
  void invertsEveryScalarOfAList() {
    SeededRandomness random = new SeededRandomness("inverses");
    List<SecretScalar> scalars = new ArrayList<>();
    for (int size = 0; size < 20; size++) {
      List<SecretScalar> inverses = SecretScalar.inverses(scalars);

      assertThat(inverses).hasSameSizeAs(scalars);
      for (int i = 0; i < size; i++) {
        BigInteger product = number(scalars.get(i)).multiply(number(inverses.get(i)));
        assertThat(product.mod(P256.ORDER)).isEqualTo(BigInteger.ONE);
      }
      scalars.add(SecretScalar.random(random));
    }
  }

  private static BigInteger number(SecretScalar scalar) {
    return new BigInteger(1, scalar.toBytes());
  }
}
