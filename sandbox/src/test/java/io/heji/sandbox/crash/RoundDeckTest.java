package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RoundDeckTest {
  private static List<RoundKind> ten(RoundDeck deck) {
    List<RoundKind> ten = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      ten.add(deck.next());
    }
    return ten;
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  void everyTenRoundsHoldEachKindAsOftenAsItSays() {
    RoundDeck deck = new RoundDeck(random(7));

    for (List<RoundKind> ten : List.of(ten(deck), ten(deck))) {
      for (RoundKind kind : RoundKind.values()) {
        assertThat(ten).filteredOn(kind::equals).hasSize(kind.ofTen());
      }
    }
    assertThat(Arrays.stream(RoundKind.values()).mapToInt(RoundKind::ofTen).sum()).isEqualTo(10);
  }

  @Test
  void theSeedDecidesTheirOrder() {
    assertThat(ten(new RoundDeck(random(7)))).isEqualTo(ten(new RoundDeck(random(7))));
    assertThat(ten(new RoundDeck(random(7)))).isNotEqualTo(ten(new RoundDeck(random(8))));
  }
}
