package io.heji.crypto.group;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A secret number from 1 to n − 1: a blind, a key share, a proof's nonce. Never printed, never
 * compared. Its arithmetic is {@link ModuloOrder}'s, in time that does not depend on it.
 *
 * <p>WARNING: the garbage collector may leave copies in memory.
 */
public final class SecretScalar {
  private final long[] words;

  private SecretScalar(long[] words) {
    this.words = words;
  }

  /**
   * Uniform in 1 … n − 1: 32 bytes big-endian from the source, drawn again while out of range (RFC
   * 9497 section 4.7.1), so that a test can feed a vector's blind.
   */
  public static SecretScalar random(Randomness randomness) {
    byte[] drawn = new byte[P256.NUMBER_BYTES];
    long[] words;
    do {
      randomness.fill(drawn);
      words = ModuloOrder.read(drawn);
    } while (!ModuloOrder.isInRange(words));
    Arrays.fill(drawn, (byte) 0);
    return new SecretScalar(words);
  }

  /** Reads a stored scalar; out of range is refused. */
  public static SecretScalar fromSecretBytes(SecretBytes bytes) throws CryptoException {
    if (bytes.size() != P256.NUMBER_BYTES) {
      throw new CryptoException();
    }
    byte[] plain = bytes.toByteArray(SecretAccess.granted());
    long[] words = ModuloOrder.read(plain);
    Arrays.fill(plain, (byte) 0);
    if (!ModuloOrder.isInRange(words)) {
      throw new CryptoException();
    }
    return new SecretScalar(words);
  }

  /** The 32 bytes to store. */
  public SecretBytes toSecretBytes(SecretAccess access) {
    byte[] plain = toBytes();
    SecretBytes bytes = SecretBytes.copyOf(plain);
    Arrays.fill(plain, (byte) 0);
    return bytes;
  }

  /** 1 / each, in order, by one inversion for all. */
  public static List<SecretScalar> inverses(List<SecretScalar> scalars) {
    long[][] numbers = scalars.stream().map(scalar -> scalar.words).toArray(long[][]::new);
    List<SecretScalar> inverses = new ArrayList<>(numbers.length);
    for (long[] inverse : ModuloOrder.inverses(numbers)) {
      inverses.add(new SecretScalar(inverse));
    }
    return inverses;
  }

  /**
   * The public number {@code this − challenge · key}: a proof's response, in which this nonce hides
   * the key. The challenge is public and another each time while the key stays, so whoever asks
   * often could learn the key from the time that a product of both takes, if it varied.
   */
  public Scalar respond(Scalar challenge, SecretScalar key) {
    long[] product = ModuloOrder.times(ModuloOrder.read(challenge.toBytes()), key.words);
    byte[] response = ModuloOrder.write(ModuloOrder.minus(words, product));
    return Scalar.of(new BigInteger(1, response));
  }

  /** The 32 bytes, big-endian, for an engine, which overwrites them. */
  byte[] toBytes() {
    return ModuloOrder.write(words);
  }

  @Override
  public String toString() {
    return "SecretScalar";
  }
}
