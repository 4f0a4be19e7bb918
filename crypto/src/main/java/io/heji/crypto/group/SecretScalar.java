package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.List;

/**
 * A secret number from 1 to n − 1: a blind, a key share, a proof's nonce. Never printed, never
 * compared.
 *
 * <p>WARNING: the arithmetic of scalars here (not of points) uses {@link BigInteger}, which is not
 * constant time. It is done once an element with fresh blinds and nonces, never twice with the same
 * pair, so that timing gives one sample only.
 */
public final class SecretScalar {
  private final BigInteger number;

  private SecretScalar(BigInteger number) {
    this.number = number;
  }

  /**
   * Uniform in 1 … n − 1: 32 bytes big-endian from the source, drawn again while out of range (RFC
   * 9497 section 4.7.1), so that a test can feed a vector's blind.
   */
  public static SecretScalar random(Randomness randomness) {
    BigInteger number;
    do {
      number = new BigInteger(1, randomness.bytes(P256.NUMBER_BYTES));
    } while (!inRange(number));
    return new SecretScalar(number);
  }

  /** Reads a stored scalar; out of range is refused. */
  public static SecretScalar fromSecretBytes(SecretBytes bytes) throws CryptoException {
    BigInteger number = new BigInteger(1, bytes.toByteArray(SecretAccess.granted()));
    if (bytes.size() != P256.NUMBER_BYTES || !inRange(number)) {
      throw new CryptoException();
    }
    return new SecretScalar(number);
  }

  /** The 32 bytes to store. */
  public SecretBytes toSecretBytes(SecretAccess access) {
    return SecretBytes.of(Bytes.of(P256.fixed(number)));
  }

  private static boolean inRange(BigInteger number) {
    return number.signum() > 0 && number.compareTo(P256.ORDER) < 0;
  }

  /**
   * 1 / each, in order, by one inversion for all (Montgomery's trick). The inversion, whose time
   * depends on its argument, is of the product of all the scalars: with fresh blinds it tells no
   * more than inverting one of them would.
   */
  public static List<SecretScalar> inverses(List<SecretScalar> scalars) {
    BigInteger[] before = new BigInteger[scalars.size()];
    BigInteger product = BigInteger.ONE;
    for (int i = 0; i < before.length; i++) {
      before[i] = product;
      product = product.multiply(scalars.get(i).number).mod(P256.ORDER);
    }
    // Safe: the order is prime and no factor is zero.
    BigInteger inverse = product.modInverse(P256.ORDER);
    SecretScalar[] inverses = new SecretScalar[before.length];
    for (int i = before.length - 1; i >= 0; i--) {
      // INVARIANT: inverse · before[i] · scalars[i] = 1.
      inverses[i] = new SecretScalar(inverse.multiply(before[i]).mod(P256.ORDER));
      inverse = inverse.multiply(scalars.get(i).number).mod(P256.ORDER);
    }
    return List.of(inverses);
  }

  /**
   * The public number {@code this − challenge · key}: a proof's response, in which this nonce hides
   * the key.
   */
  public Scalar respond(Scalar challenge, SecretScalar key) {
    return Scalar.of(number.subtract(challenge.number().multiply(key.number)));
  }

  BigInteger number() {
    return number;
  }

  @Override
  public String toString() {
    return "SecretScalar";
  }
}
