package io.heji.bank;

import io.heji.crypto.Randomness;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Repeatable bytes for tests. */
public final class SeededRandomness {
  private SeededRandomness() {}

  /** The same bytes for the same seed. */
  public static Randomness of(long seed) {
    RandomGenerator generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return generator::nextBytes;
  }
}
