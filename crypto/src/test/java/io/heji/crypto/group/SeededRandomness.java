package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;

/** The same bytes for the same seed: SHA-256 of the seed and a counter. */
final class SeededRandomness implements Randomness {
  private final Bytes seed;
  private int block;

  SeededRandomness(String seed) {
    this.seed = Bytes.ascii(seed);
  }

  @Override
  public void fill(byte[] out) {
    for (int offset = 0; offset < out.length; offset += Sha256.SIZE_BYTES) {
      byte[] next = Sha256.of(seed, Bytes.ascii(":" + block++)).toByteArray();
      System.arraycopy(next, 0, out, offset, Math.min(next.length, out.length - offset));
    }
  }
}
