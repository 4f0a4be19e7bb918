package io.heji.sandbox.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells now and then how far long work is, how fast, and how long it still takes. */
public final class Pace {
  private static final long TELL_NANOS = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1_000_000_000;
  private static final int SECONDS_PER_MINUTE = 60;

  private final String what;
  private final long total;
  private final LongSupplier nanoTime;
  private final Consumer<String> lines;
  private final long begun;
  private long told;

  public Pace(String what, long total, LongSupplier nanoTime, Consumer<String> lines) {
    this.what = what;
    this.total = total;
    this.nanoTime = nanoTime;
    this.lines = lines;
    this.begun = nanoTime.getAsLong();
    this.told = begun;
  }

  /** So many are done. */
  public void done(long done) {
    long now = nanoTime.getAsLong();
    if (now - told < TELL_NANOS || done <= 0) {
      return;
    }
    told = now;
    double perSecond = done * NANOS_PER_SECOND / (now - begun);
    long left = Math.round((total - done) / perSecond);
    lines.accept(
        String.format(
            Locale.ROOT,
            "  %,d of %,d %s, %,.0f a second, %d:%02d min left",
            done,
            total,
            what,
            perSecond,
            left / SECONDS_PER_MINUTE,
            left % SECONDS_PER_MINUTE));
  }
}
