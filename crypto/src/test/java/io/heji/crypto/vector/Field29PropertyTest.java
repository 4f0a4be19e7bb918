package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Every operation of the field against BigInteger, on all pairs of edge and random numbers. */
class Field29PropertyTest {
  private static final BigInteger P = Field29.P;
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private final List<BigInteger> numbers = numbers();
  private final Lanes left = Lanes.ofGroups(numbers.size() * numbers.size() / Lanes.WIDTH);
  private final Lanes right = Lanes.ofGroups(left.groups());
  private final Lanes result = Lanes.ofGroups(left.groups());

  /** Not reduced: x and x + p are the same number in two forms. */
  private static List<BigInteger> numbers() {
    BigInteger allOnes = TWO.pow(256).subtract(ONE);
    List<BigInteger> numbers =
        new ArrayList<>(
            List.of(
                BigInteger.ZERO,
                ONE,
                TWO,
                P.subtract(ONE),
                P,
                P.add(ONE),
                allOnes,
                P.shiftRight(1),
                P.shiftRight(1).add(ONE),
                TWO.pow(224),
                TWO.pow(232).subtract(ONE),
                TWO.pow(255)));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_126);
    while (numbers.size() % Lanes.WIDTH != 0) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      numbers.add(new BigInteger(1, bytes));
    }
    return numbers;
  }

  Field29PropertyTest() {
    for (int i = 0; i < left.size(); i++) {
      put(left, i, number(i));
      put(right, i, otherNumber(i));
    }
  }

  private BigInteger number(int element) {
    return numbers.get(element / numbers.size());
  }

  private BigInteger otherNumber(int element) {
    return numbers.get(element % numbers.size());
  }

  private static void put(Lanes lanes, int element, BigInteger number) {
    for (int limb = 0; limb < Lanes.LIMBS; limb++) {
      lanes.limbs[Lanes.index(element) + limb * Lanes.WIDTH] =
          number.shiftRight(limb * Lanes.LIMB_BITS).longValue() & Lanes.MASK;
    }
  }

  private static BigInteger canonical(Lanes lanes, int element) {
    byte[] bytes = new byte[32];
    lanes.write(element, bytes, 0);
    return new BigInteger(1, bytes);
  }

  /** The operands stand in Montgomery form: element e is e / R. */
  private static BigInteger standsFor(BigInteger number) {
    return number.multiply(Field29.R.modInverse(P)).mod(P);
  }

  private void assertResult(BinaryOperator<BigInteger> expected) {
    Lanes canonical = Lanes.ofGroups(result.groups());
    Field29.canonical(canonical, result);
    for (int i = 0; i < result.size(); i++) {
      assertThat(canonical(canonical, i))
          .isEqualTo(expected.apply(standsFor(number(i)), standsFor(otherNumber(i))).mod(P));
    }
  }

  private void assertResult(UnaryOperator<BigInteger> expected) {
    assertResult((a, b) -> expected.apply(a));
  }

  @Test
  void multiplies() {
    Field29.mul(result, left, right);

    assertResult(BigInteger::multiply);
  }

  @Test
  void multipliesInPlace() {
    result.copyFrom(left);
    Field29.mul(result, result, result);

    assertResult(a -> a.multiply(a));
  }

  @Test
  void squares() {
    Field29.square(result, left);

    assertResult(a -> a.multiply(a));
  }

  @Test
  void addsAndSubtracts() {
    Field29.add(result, left, right);
    assertResult(BigInteger::add);

    Field29.sub(result, left, right);
    assertResult(BigInteger::subtract);
  }

  @Test
  void multipliesSumsByDifferences() {
    Lanes difference = Lanes.ofGroups(left.groups());
    Field29.add(result, left, right);
    Field29.sub(difference, left, right);
    Field29.mul(result, result, difference);

    assertResult((a, b) -> a.multiply(a).subtract(b.multiply(b)));
  }

  @Test
  void triples() {
    Field29.tripleCarried(result, left);

    assertResult(a -> a.multiply(THREE));
  }

  @Test
  void multipliesAndTakesAway() {
    Field29.mulSub(result, left, right, left);
    assertResult((a, b) -> a.multiply(b).subtract(a));

    Field29.differenceMulSub(result, left, right, right, left);
    assertResult((a, b) -> a.subtract(b).multiply(b).subtract(a));
  }

  @Test
  void squaresAndTakesAway() {
    Field29.squareSub(result, left, right, left);

    assertResult((a, b) -> a.multiply(a).subtract(b).subtract(a.multiply(TWO)));
  }

  /** Odd and even products, and p − 1 of both kinds of sign. */
  @Test
  void takesThreeHalvesOfADifferenceOfSquares() {
    Field29.tripleHalfProduct(result, left, right);

    BigInteger half = TWO.modInverse(P);
    assertResult((a, b) -> a.multiply(a).subtract(b.multiply(b)).multiply(THREE).multiply(half));
  }

  @Test
  void invertsAndTakesZeroToZero() {
    new FieldPower(left.groups()).inverse(result, left);

    assertResult(a -> a.signum() == 0 ? a : a.modInverse(P));
  }

  @Test
  void raisesToAQuarter() {
    new FieldPower(left.groups()).quarter(result, left);

    assertResult(a -> a.modPow(P.subtract(THREE).shiftRight(2), P));
  }

  @Test
  void invertsPublicListsTogether() {
    Lanes nonZero = Lanes.ofGroups(left.groups());
    nonZero.copyFrom(left);
    for (int i = 0; i < left.size(); i++) {
      if (number(i).mod(P).signum() == 0) {
        put(nonZero, i, ONE);
      }
    }
    PublicInversion inversion = new PublicInversion();

    assertThat(inversion.invertAll(result, nonZero)).isTrue();
    Field29.mul(result, result, left);
    assertResult(a -> a.signum() == 0 ? a : ONE);
    assertThat(inversion.invertAll(result, left)).as("with a zero among them").isFalse();
  }

  @Test
  void tellsZeroAndOddNumbers() {
    Lanes canonical = Lanes.ofGroups(left.groups());
    Field29.canonical(canonical, left);
    for (int i = 0; i < left.size(); i++) {
      BigInteger number = standsFor(number(i));
      int group = i / Lanes.WIDTH;
      int lane = i % Lanes.WIDTH;

      assertThat(LaneChoice.isZero(canonical, group) >>> lane & 1)
          .isEqualTo(number.signum() == 0 ? 1 : 0);
      assertThat(LaneChoice.isOdd(canonical, group) >>> lane & 1)
          .isEqualTo(number.testBit(0) ? 1 : 0);
    }
  }

  @Test
  void choosesAndNegatesByLane() {
    for (int group = 0; group < left.groups(); group++) {
      LaneChoice.choose(result, left, right, group, 0b1010_0101);
    }
    for (int i = 0; i < left.size(); i++) {
      boolean chosen = (0b1010_0101 >>> (i % Lanes.WIDTH) & 1) != 0;
      Lanes expected = chosen ? right : left;
      assertThat(result.limbs[Lanes.index(i)]).isEqualTo(expected.limbs[Lanes.index(i)]);
    }
    for (int group = 0; group < left.groups(); group++) {
      LaneChoice.negateWhere(result, left, group, 0xff);
    }
    assertResult(BigInteger::negate);
  }
}
