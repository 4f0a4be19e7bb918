package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RoundDeckTest {
  private static List<RoundKind> twelve(RoundDeck deck) {
    List<RoundKind> twelve = new ArrayList<>();
    for (int round = 0; round < 12; round++) {
      twelve.add(deck.next());
    }
    return twelve;
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  void everyTwelveRoundsHoldEachKindAsOftenAsItSays() {
    RoundDeck deck = new RoundDeck(random(7));

    for (List<RoundKind> twelve : List.of(twelve(deck), twelve(deck))) {
      for (RoundKind kind : RoundKind.values()) {
        assertThat(twelve).filteredOn(kind::equals).hasSize(kind.ofTwelve());
      }
    }
    assertThat(Arrays.stream(RoundKind.values()).mapToInt(RoundKind::ofTwelve).sum()).isEqualTo(12);
  }

  @Test
  void theSeedDecidesTheirOrder() {
    assertThat(twelve(new RoundDeck(random(7)))).isEqualTo(twelve(new RoundDeck(random(7))));
    assertThat(twelve(new RoundDeck(random(7)))).isNotEqualTo(twelve(new RoundDeck(random(8))));
  }
}
