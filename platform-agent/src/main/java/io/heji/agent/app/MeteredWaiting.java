package io.heji.agent.app;

import io.heji.agent.query.AskHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** The machine's monotonic clock, and a count of late answers that says nothing of whose. */
final class MeteredWaiting implements AskHandler.Waiting {
  private final Counter late;

  MeteredWaiting(MeterRegistry metrics) {
    this.late =
        Counter.builder("heji.answers.late")
            .description("answers whose work took longer than the published delay")
            .register(metrics);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public void late() {
    late.increment();
  }
}
