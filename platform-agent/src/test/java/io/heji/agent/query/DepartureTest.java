package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepartureTest {
  private static final Duration DELAY = Duration.ofMillis(250);

  @ParameterizedTest
  @CsvSource({
    "0, 250, 0",
    "249, 1, 0",
    "250, 0, 0",
    "251, 249, 1",
    "500, 0, 1",
    "501, 249, 1",
    "60000, 0, 1",
    "60001, 249, 1"
  })
  void leavesAtTheNextMultipleOfTheDelayAndNeverWaitsLongerThanOne(
      long workedMillis, long waitedMillis, int late) throws Exception {
    PlayedWaiting waiting = new PlayedWaiting();
    Departure departure = Departure.arrived(waiting);
    waiting.advance(Duration.ofMillis(workedMillis));

    departure.await(DELAY);

    assertThat(waiting.pauses).containsExactly(Duration.ofMillis(waitedMillis));
    assertThat(waiting.late).isEqualTo(late);
  }

  /** A policy may publish no delay at all. */
  @Test
  void leavesAtOnceWhereThereIsNoDelay() throws Exception {
    PlayedWaiting waiting = new PlayedWaiting();
    Departure departure = Departure.arrived(waiting);
    waiting.advance(Duration.ofSeconds(1));

    departure.await(Duration.ZERO);

    assertThat(waiting.pauses).isEmpty();
    assertThat(waiting.late).isZero();
  }
}
