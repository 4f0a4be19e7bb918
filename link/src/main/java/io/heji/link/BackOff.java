package io.heji.link;

import io.heji.crypto.Randomness;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * How long to wait before dialling again: doubles from the least to the most, and half of it is
 * random, so that members that lost the gateway together do not come back together. Confined to one
 * context.
 */
final class BackOff {
  private final long minMillis;
  private final long maxMillis;
  private final Randomness randomness;
  private long nextMillis;

  BackOff(Duration min, Duration max, Randomness randomness) {
    this.minMillis = min.toMillis();
    this.maxMillis = max.toMillis();
    this.randomness = randomness;
    this.nextMillis = minMillis;
  }

  /** The next wait: at least half of what it has grown to. */
  long nextMillis() {
    long half = nextMillis / 2;
    nextMillis = Math.min(nextMillis * 2, maxMillis);
    long random = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
    // At least 1: Vert.x has no timer of no time.
    return Math.max(1, half + random % (half + 1));
  }

  /** The connection has proved stable: the next loss starts anew. */
  void reset() {
    nextMillis = minMillis;
  }
}
