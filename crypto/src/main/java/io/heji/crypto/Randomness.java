package io.heji.crypto;

import java.security.SecureRandom;

/**
 * Where random bytes come from. Injected, so that a test can feed the bytes of a published vector.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface Randomness {
  /** Overwrites the whole array. */
  void fill(byte[] out);

  /** Fresh random bytes. */
  default byte[] bytes(int size) {
    byte[] out = new byte[size];
    fill(out);
    return out;
  }

  /** The randomness of production. */
  static Randomness of(SecureRandom random) {
    return random::nextBytes;
  }
}
