package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * The bounds that the field's operations promise to hold, with limbs and values as large as may be.
 */
class Field29BoundsTest {
  private static final BigInteger P = Field29.P;
  private static final BigInteger R_INVERSE = Field29.R.modInverse(P);
  private static final int RANDOM_GROUPS = 50;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_127);

  private static BigInteger value(Lanes lanes, int element) {
    BigInteger value = BigInteger.ZERO;
    for (int limb = Lanes.LIMBS - 1; limb >= 0; limb--) {
      long digit = lanes.limbs[Lanes.index(element) + limb * Lanes.WIDTH];
      value = value.shiftLeft(Lanes.LIMB_BITS).add(BigInteger.valueOf(digit));
    }
    return value;
  }

  /** Every limb by its number; the last one is never above 1, so that the value is below 32. */
  private static void fill(Lanes lanes, int element, LongUnaryOperator limb) {
    for (int i = 0; i < Lanes.LIMBS; i++) {
      long bound = i == Lanes.LIMBS - 1 ? Lanes.MASK - 64 : Long.MAX_VALUE;
      lanes.limbs[Lanes.index(element) + i * Lanes.WIDTH] =
          Math.clamp(limb.applyAsLong(i), -bound, bound);
    }
  }

  /** Numbers of eight kinds a group whose limbs reach a bound, in units of 2^29. */
  private Lanes extremes(double bound) {
    long limit = (long) (bound * (1L << Lanes.LIMB_BITS));
    List<LongUnaryOperator> kinds =
        List.of(
            limb -> limit,
            limb -> -limit,
            limb -> limb % 2 == 0 ? limit : -limit,
            limb -> limb % 2 == 0 ? -limit : limit,
            limb -> limb < 5 ? limit : -limit,
            limb -> random.nextBoolean() ? limit : -limit,
            limb -> random.nextLong(-limit, limit + 1),
            limb -> limb == 0 ? 0 : limit);
    Lanes lanes = Lanes.ofGroups(RANDOM_GROUPS);
    for (int i = 0; i < lanes.size(); i++) {
      // Another kind beside another one in each group.
      fill(lanes, i, kinds.get((i + i / Lanes.WIDTH) % kinds.size()));
    }
    return lanes;
  }

  /** Moves the lanes by so many, so that each kind meets each. */
  private static Lanes turned(Lanes lanes, int by) {
    Lanes turned = Lanes.ofGroups(lanes.groups());
    for (int i = 0; i < lanes.size(); i++) {
      int from = i / Lanes.WIDTH * Lanes.WIDTH + (i + by) % Lanes.WIDTH;
      fill(turned, i, limb -> lanes.limbs[Lanes.index(from) + (int) limb * Lanes.WIDTH]);
    }
    return turned;
  }

  private static void assertProduct(Lanes r, Lanes a, Lanes b) {
    for (int i = 0; i < r.size(); i++) {
      BigInteger product = value(a, i).multiply(value(b, i));
      BigInteger result = value(r, i);
      BigInteger excess =
          product.abs().shiftRight(Lanes.LIMBS * Lanes.LIMB_BITS).add(BigInteger.ONE);

      assertThat(result.mod(P)).isEqualTo(product.multiply(R_INVERSE).mod(P));
      assertThat(result).isBetween(excess.negate(), excess.add(P));
      for (int limb = 0; limb < Lanes.LIMBS - 1; limb++) {
        assertThat(r.limbs[Lanes.index(i) + limb * Lanes.WIDTH]).isBetween(0L, Lanes.MASK);
      }
    }
  }

  @Test
  void multipliesLimbsWhoseBoundsHaveTheProductThree() {
    for (double[] bounds : new double[][] {{1, 3}, {3, 1}, {1.5, 2}, {2, 1.5}, {1.73, 1.73}}) {
      Lanes a = extremes(bounds[0]);
      Lanes other = extremes(bounds[1]);
      for (int by = 0; by < Lanes.WIDTH; by++) {
        Lanes b = turned(other, by);
        Lanes r = Lanes.ofGroups(a.groups());

        Field29.mul(r, a, b);

        assertProduct(r, a, b);
      }
    }
  }

  @Test
  void squaresLimbsUpToOneAndSevenTenths() {
    for (double bound : new double[] {1, 1.5, 1.7}) {
      Lanes a = extremes(bound);
      Lanes r = Lanes.ofGroups(a.groups());

      Field29.square(r, a);

      assertProduct(r, a, a);
    }
  }

  @Test
  void halvesAndTriplesDifferencesOfSquaresOfCarriedNumbers() {
    BigInteger threeHalves = BigInteger.valueOf(3).multiply(BigInteger.TWO.modInverse(P));
    Lanes a = extremes(1);
    Arrays.setAll(a.limbs, i -> Math.abs(a.limbs[i]));
    for (int by = 0; by < Lanes.WIDTH; by++) {
      Lanes s = turned(a, by);
      Lanes r = Lanes.ofGroups(a.groups());

      Field29.tripleHalfProduct(r, a, s);

      for (int i = 0; i < r.size(); i++) {
        BigInteger squares = value(a, i).pow(2).subtract(value(s, i).pow(2));
        BigInteger expected = squares.multiply(threeHalves).multiply(R_INVERSE).mod(P);
        assertThat(value(r, i).mod(P)).isEqualTo(expected);
      }
    }
  }

  /** With limbs up to 2: what the limb above could hold is left in the one below. */
  private static void putLoosely(Lanes lanes, int element, BigInteger number) {
    long carried = 0;
    for (int limb = 0; limb < Lanes.LIMBS; limb++) {
      BigInteger rest = number.shiftRight(limb * Lanes.LIMB_BITS);
      boolean last = limb == Lanes.LIMBS - 1;
      long digit = (last ? rest.longValueExact() : rest.longValue() & Lanes.MASK) - carried;
      boolean loose = !last && limb % 2 == element % 2;
      carried = loose ? 1 : 0;
      lanes.limbs[Lanes.index(element) + limb * Lanes.WIDTH] = digit + (carried << Lanes.LIMB_BITS);
    }
  }

  @Test
  void makesCanonicalWhatIsNearThirtyTwoTimesP() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int times = -32; times <= 32; times++) {
      BigInteger multiple = P.multiply(BigInteger.valueOf(times));
      for (BigInteger offset :
          List.of(
              BigInteger.ZERO,
              BigInteger.ONE,
              BigInteger.TWO.pow(96),
              BigInteger.TWO.pow(224),
              P.shiftRight(1),
              P.subtract(BigInteger.ONE))) {
        numbers.add(times < 0 ? multiple.add(offset) : multiple.subtract(offset));
        numbers.add(times <= 0 ? multiple.add(offset) : multiple.subtract(offset));
      }
    }
    numbers.removeIf(number -> number.abs().compareTo(P.shiftLeft(5)) >= 0);
    while (numbers.size() % Lanes.WIDTH != 0) {
      numbers.add(BigInteger.ZERO);
    }
    Lanes a = Lanes.ofGroups(numbers.size() / Lanes.WIDTH);
    for (int i = 0; i < a.size(); i++) {
      putLoosely(a, i, numbers.get(i));
      assertThat(value(a, i)).isEqualTo(numbers.get(i));
    }
    Lanes r = Lanes.ofGroups(a.groups());

    Field29.canonical(r, a);

    for (int i = 0; i < a.size(); i++) {
      assertThat(value(r, i)).isEqualTo(numbers.get(i).multiply(R_INVERSE).mod(P));
    }
  }

  /** A zero makes its own lane zero, in every group, and no other. */
  @Test
  void invertsEveryElementButThoseInALaneWithAZero() {
    Lanes a = Lanes.ofGroups(5);
    for (int i = 0; i < a.size(); i++) {
      fill(a, i, limb -> random.nextLong(Lanes.MASK));
    }
    Lanes r = Lanes.ofGroups(a.groups());
    FieldPower.invertAll(r, a);
    Field29.mul(r, r, a);
    assertOnes(r, -1);

    int zeroLane = 3;
    fill(a, 2 * Lanes.WIDTH + zeroLane, limb -> 0);
    FieldPower.invertAll(r, a);
    Field29.mul(r, r, a);
    assertOnes(r, zeroLane);
  }

  private static void assertOnes(Lanes products, int zeroLane) {
    Lanes canonical = Lanes.ofGroups(products.groups());
    Field29.canonical(canonical, products);
    for (int i = 0; i < products.size(); i++) {
      BigInteger expected = i % Lanes.WIDTH == zeroLane ? BigInteger.ZERO : BigInteger.ONE;
      assertThat(value(canonical, i)).isEqualTo(expected);
    }
  }
}
