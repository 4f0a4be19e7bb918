package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The bounds that sums of sums rely on, at the values where limbs are fullest. */
class WeakReductionTest {
  private static final BigInteger P = Field29.P;

  /** 7 % of 2^29, by which a limb may leave its range. */
  private static final long SLACK = (1L << Lanes.LIMB_BITS) * 7 / 100;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_125);

  private static BigInteger value(Lanes lanes, int element) {
    BigInteger value = BigInteger.ZERO;
    for (int limb = Lanes.LIMBS - 1; limb >= 0; limb--) {
      long digit = lanes.limbs[Lanes.index(element) + limb * Lanes.WIDTH];
      value = value.shiftLeft(Lanes.LIMB_BITS).add(BigInteger.valueOf(digit));
    }
    return value;
  }

  /** Eight numbers times p, with something around them. */
  private Lanes around(int timesP) {
    Lanes lanes = Lanes.ofGroups(1);
    BigInteger[] offsets = {
      BigInteger.ZERO,
      BigInteger.ONE,
      BigInteger.ONE.negate(),
      BigInteger.TWO.pow(224),
      BigInteger.TWO.pow(224).negate(),
      P.shiftRight(1),
      new BigInteger(1, bytes()).mod(P),
      new BigInteger(1, bytes()).mod(P).negate()
    };
    for (int i = 0; i < offsets.length; i++) {
      BigInteger number = P.multiply(BigInteger.valueOf(timesP)).add(offsets[i]);
      for (int limb = 0; limb < Lanes.LIMBS; limb++) {
        BigInteger rest = number.shiftRight(limb * Lanes.LIMB_BITS);
        boolean last = limb == Lanes.LIMBS - 1;
        lanes.limbs[Lanes.index(i) + limb * Lanes.WIDTH] =
            last ? rest.longValueExact() : rest.longValue() & Lanes.MASK;
      }
    }
    return lanes;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[40];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void keepsTheResidueAndMakesValueAndLimbsSmall() {
    for (int left = -7; left <= 7; left++) {
      for (int right = -7; right <= 7; right++) {
        Lanes a = around(left);
        Lanes b = around(right);
        Lanes r = Lanes.ofGroups(1);

        WeakReduction.sub(r, a, b);

        for (int i = 0; i < r.size(); i++) {
          BigInteger difference = value(a, i).subtract(value(b, i));
          assertThat(value(r, i).mod(P)).isEqualTo(difference.mod(P));
          assertThat(value(r, i)).isBetween(P.shiftRight(27).negate(), P.add(P.shiftRight(27)));
          for (int limb = 0; limb < Lanes.LIMBS; limb++) {
            assertThat(r.limbs[Lanes.index(i) + limb * Lanes.WIDTH])
                .isBetween(-SLACK, Lanes.MASK + SLACK);
          }
        }
      }
    }
  }
}
