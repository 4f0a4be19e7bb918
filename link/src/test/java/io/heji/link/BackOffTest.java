package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Randomness;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Randomness LEAST = out -> Arrays.fill(out, (byte) 0);

  @Test
  void doublesFromTheLeastToTheMostAndStartsAnewAfterAnAnswer() {
    BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofMillis(1000), LEAST);

    assertThat(backOff.nextMillis()).isEqualTo(100);
    assertThat(backOff.nextMillis()).isEqualTo(200);
    assertThat(backOff.nextMillis()).isEqualTo(400);
    assertThat(backOff.nextMillis()).isEqualTo(500);
    assertThat(backOff.nextMillis()).isEqualTo(500);
    backOff.reset();
    assertThat(backOff.nextMillis()).isEqualTo(100);
  }

  /** Vert.x has no timer of no time. */
  @Test
  void isNeverNoWaitAtAll() {
    assertThat(new BackOff(Duration.ofMillis(1), Duration.ofMillis(1), LEAST).nextMillis())
        .isEqualTo(1);
  }

  @Test
  void halfOfTheWaitIsRandom() {
    for (int last = 0; last < 256; last++) {
      byte value = (byte) last;
      BackOff backOff =
          new BackOff(
              Duration.ofMillis(200), Duration.ofMillis(200), out -> out[out.length - 1] = value);
      assertThat(backOff.nextMillis()).isEqualTo(100 + last % 101);
    }
  }
}
