package io.heji.agent.query;

import java.time.Duration;

/**
 * When an answer leaves: D(n) after its ask arrived, or, if the work took longer, at the next
 * multiple of D(n). What the time tells of the work is then which multiple it was, not how long
 * somebody's rows took to read.
 *
 * <p>By a clock that only goes forward, so that setting the machine's time holds no answer back.
 */
public final class Departure {
  private final AskHandler.Waiting waiting;
  private final long arrived;

  private Departure(AskHandler.Waiting waiting) {
    this.waiting = waiting;
    this.arrived = waiting.nanoTime();
  }

  /** Of an ask that arrives now. */
  static Departure arrived(AskHandler.Waiting waiting) {
    return new Departure(waiting);
  }

  /** Waits until an answer that is ready now may leave: never longer than D(n). */
  void await(Duration delay) throws InterruptedException {
    if (delay.isZero()) {
      return;
    }
    long step = delay.toNanos();
    // Safe: Limits.ANSWER_DELAY_MAX and 292 years fit a long.
    long worked = Math.max(0, waiting.nanoTime() - arrived);
    long steps = Math.max(1, Math.ceilDiv(worked, step));
    if (steps > 1) {
      waiting.late();
    }
    waiting.pause(Duration.ofNanos(steps * step - worked));
  }
}
