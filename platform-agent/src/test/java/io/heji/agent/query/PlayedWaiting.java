package io.heji.agent.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves, and that moves by what is waited. */
public final class PlayedWaiting implements AskHandler.Waiting {
  public final List<Duration> pauses = new ArrayList<>();
  public int late;

  // Near the end of the range: nothing may compare two readings but by their difference.
  private long nanos = Long.MAX_VALUE - 1_000;

  public void advance(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void pause(Duration time) {
    pauses.add(time);
    advance(time);
  }

  @Override
  public void late() {
    late++;
  }
}
