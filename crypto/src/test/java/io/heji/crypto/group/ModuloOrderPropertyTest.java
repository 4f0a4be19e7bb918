package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation against BigInteger, on all pairs of edge and random numbers. */
class ModuloOrderPropertyTest {
  private static final BigInteger N = P256.ORDER;
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger ALL_ONES = BigInteger.TWO.pow(256).subtract(ONE);
  private static final int RANDOM = 60;

  private final List<BigInteger> numbers = numbers();

  /** From 0 to n − 1: words that are full or empty, and neighbours of n, of its words and of R. */
  private static List<BigInteger> numbers() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int bit = 0; bit < 256; bit += 32) {
      for (int around = -1; around <= 1; around++) {
        numbers.add(BigInteger.TWO.pow(bit).add(BigInteger.valueOf(around)).mod(N));
        numbers.add(N.subtract(BigInteger.TWO.pow(bit)).add(BigInteger.valueOf(around)).mod(N));
      }
    }
    numbers.add(ALL_ONES.mod(N));
    numbers.add(N.shiftRight(1));
    numbers.add(BigInteger.TWO.pow(512).mod(N));
    SeededRandomness random = new SeededRandomness("modulo the order");
    for (int i = 0; i < RANDOM; i++) {
      numbers.add(new BigInteger(1, random.bytes(40)).mod(N));
    }
    return numbers;
  }

  private static long[] words(BigInteger number) {
    return ModuloOrder.read(P256.fixed(number));
  }

  private static BigInteger number(long[] words) {
    return new BigInteger(1, ModuloOrder.write(words));
  }

  @Test
  void multipliesAndSubtractsEveryPair() {
    for (BigInteger a : numbers) {
      for (BigInteger b : numbers) {
        assertThat(number(ModuloOrder.times(words(a), words(b)))).isEqualTo(a.multiply(b).mod(N));
        assertThat(number(ModuloOrder.minus(words(a), words(b)))).isEqualTo(a.subtract(b).mod(N));
      }
    }
  }

  @Test
  void invertsListsOfEveryLength() {
    List<BigInteger> nonZero = numbers.stream().filter(number -> number.signum() > 0).toList();
    for (int length = 0; length <= nonZero.size(); length++) {
      List<BigInteger> some = nonZero.subList(0, length);

      long[][] inverses =
          ModuloOrder.inverses(
              some.stream().map(ModuloOrderPropertyTest::words).toArray(long[][]::new));

      assertThat(inverses).hasDimensions(length, ModuloOrder.WORDS);
      for (int i = 0; i < length; i++) {
        assertThat(number(inverses[i])).isEqualTo(some.get(i).modInverse(N));
      }
    }
  }

  @Test
  void tellsWhatIsInRange() {
    List<BigInteger> edges = new ArrayList<>(numbers);
    edges.addAll(List.of(N, N.add(ONE), ALL_ONES, ALL_ONES.subtract(ONE), BigInteger.TWO.pow(255)));
    for (int bit = 0; bit < 256; bit++) {
      edges.add(BigInteger.TWO.pow(bit));
      edges.add(N.flipBit(bit));
    }
    for (BigInteger number : edges) {
      assertThat(ModuloOrder.isInRange(words(number)))
          .as(number.toString(16))
          .isEqualTo(number.signum() > 0 && number.compareTo(N) < 0);
    }
  }

  @Test
  void leavesItsArgumentsAsTheyWere() {
    BigInteger a = N.subtract(ONE);
    long[] words = words(a);

    ModuloOrder.times(words, words);
    ModuloOrder.minus(words, words);
    ModuloOrder.inverses(new long[][] {words, words});

    assertThat(Bytes.of(ModuloOrder.write(words))).isEqualTo(Bytes.of(P256.fixed(a)));
  }
}
