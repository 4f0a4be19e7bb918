package io.heji.sandbox.federation;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the time between steps. Used by one thread. */
public final class StepTimer {
  private final LongSupplier nanoTime;
  private final long begun;
  private long last;

  public StepTimer(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.last = begun;
  }

  /** Since the step before. */
  public Duration lap() {
    long now = nanoTime.getAsLong();
    Duration lap = Duration.ofNanos(now - last);
    last = now;
    return lap;
  }

  /** Since the step before, without ending this one. */
  public Duration sinceLap() {
    return Duration.ofNanos(nanoTime.getAsLong() - last);
  }

  /** Since the beginning. */
  public Duration total() {
    return Duration.ofNanos(nanoTime.getAsLong() - begun);
  }
}
