package io.heji.sandbox.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the time between steps. Used by one thread. */
final class StepTimer {
  private final LongSupplier nanoTime;
  private final long begun;
  private long last;

  StepTimer(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.last = begun;
  }

  /** Since the step before. */
  Duration lap() {
    long now = nanoTime.getAsLong();
    Duration lap = Duration.ofNanos(now - last);
    last = now;
    return lap;
  }

  /** Since the step before, without ending this one. */
  Duration sinceLap() {
    return Duration.ofNanos(nanoTime.getAsLong() - last);
  }

  /** Since the beginning. */
  Duration total() {
    return Duration.ofNanos(nanoTime.getAsLong() - begun);
  }
}
