package io.heji.agent.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.store.StoreFailedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompanyTurnsTest {
  @Test
  void oneAfterTheOtherOfACompanyAndOthersBeside() throws Exception {
    CompanyTurns turns = new CompanyTurns(Duration.ofMinutes(1));
    CountDownLatch taken = new CountDownLatch(1);
    CompanyTurns.Turn first = turns.await("north");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> second =
          threads.submit(
              () -> {
                try (CompanyTurns.Turn _ = turns.await("north")) {
                  taken.countDown();
                }
              });
      turns.await("south").close();
      assertThat(taken.getCount()).isEqualTo(1);

      first.close();
      second.get(20, TimeUnit.SECONDS);
      assertThat(taken.getCount()).isZero();
    }
  }

  @Test
  void aQuestionWaitsAsLongAsItMayAndEndsTyped() {
    CompanyTurns turns = new CompanyTurns(Duration.ofMillis(1));
    CompanyTurns.Turn first = turns.await("north");

    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> turns.await("north").close());
    // Who gave up took nobody's turn.
    first.close();
    turns.await("north").close();
  }

  @Test
  void whoIsInterruptedTakesNoTurn() {
    CompanyTurns turns = new CompanyTurns(Duration.ofMinutes(1));
    CompanyTurns.Turn first = turns.await("north");

    Thread.currentThread().interrupt();
    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> turns.await("north").close());

    assertThat(Thread.interrupted()).isTrue();
    first.close();
    turns.await("north").close();
  }
}
