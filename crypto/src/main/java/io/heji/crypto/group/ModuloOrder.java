package io.heji.crypto.group;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * Arithmetic modulo n, the order of P-256, for secrets: no branch, no address and no count of steps
 * depends on a number. A number is four words of 64 bits, the least significant first, from 0 to n
 * − 1; no operation writes into its arguments. Products are Montgomery's with R = 2^256.
 *
 * <p>The JDK's {@code unsignedMultiplyHigh} has no branch either where it is not compiled to one
 * instruction, and carries are computed from the words instead of by a comparison, which a compiler
 * could make a branch of.
 */
final class ModuloOrder {
  /** Words of a number. */
  static final int WORDS = P256.NUMBER_BYTES / Long.BYTES;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long[] N = constant(P256.ORDER);

  /** −1/n modulo 2^64: the lowest word times this is the multiple of n that clears it. */
  private static final long MINUS_INVERSE =
      P256.ORDER.modInverse(BigInteger.TWO.pow(Long.SIZE)).negate().longValue();

  private static final BigInteger R = BigInteger.TWO.pow(WORDS * Long.SIZE);

  /** R² mod n, whose product with a number is that number in Montgomery's form. */
  private static final long[] INTO_MONTGOMERY = constant(R.multiply(R).mod(P256.ORDER));

  /** 1 in Montgomery's form. */
  private static final long[] MONTGOMERY_ONE = constant(R.mod(P256.ORDER));

  private static final long[] ONE = constant(BigInteger.ONE);

  /** Fermat: the power that inverts. */
  private static final BigInteger INVERTING = P256.ORDER.subtract(BigInteger.TWO);

  private ModuloOrder() {}

  private static long[] constant(BigInteger number) {
    return read(P256.fixed(number));
  }

  /** The words of 32 bytes, big-endian; not reduced. */
  static long[] read(byte[] bytes) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = (long) BIG_ENDIAN.get(bytes, (WORDS - 1 - i) * Long.BYTES);
    }
    return words;
  }

  /** 32 bytes, big-endian. */
  static byte[] write(long[] words) {
    byte[] bytes = new byte[P256.NUMBER_BYTES];
    for (int i = 0; i < WORDS; i++) {
      BIG_ENDIAN.set(bytes, (WORDS - 1 - i) * Long.BYTES, words[i]);
    }
    return bytes;
  }

  /** Whether a number that is not reduced is from 1 to n − 1. The answer is public. */
  static boolean isInRange(long[] words) {
    long any = words[0] | words[1] | words[2] | words[3];
    long nonZero = (any | -any) >>> (Long.SIZE - 1);
    long below = subtract(new long[WORDS], words, N);
    return (nonZero & below) == 1;
  }

  /** a − b. */
  static long[] minus(long[] a, long[] b) {
    long[] difference = new long[WORDS];
    long mask = -subtract(difference, a, b);
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      long addend = N[i] & mask;
      long partial = difference[i] + addend;
      long sum = partial + carry;
      carry = carry(difference[i], addend, partial) + carry(partial, carry, sum);
      difference[i] = sum;
    }
    return difference;
  }

  /** a · b. */
  static long[] times(long[] a, long[] b) {
    return montgomeryTimes(montgomeryTimes(a, b), INTO_MONTGOMERY);
  }

  /**
   * 1 / each, in order, by one inversion for all (Montgomery's trick): products of all before, the
   * inverse of the last, and back. None is 0.
   */
  static long[][] inverses(long[][] numbers) {
    long[][] before = new long[numbers.length][];
    long[][] own = new long[numbers.length][];
    long[] product = MONTGOMERY_ONE;
    for (int i = 0; i < numbers.length; i++) {
      own[i] = montgomeryTimes(numbers[i], INTO_MONTGOMERY);
      before[i] = product;
      product = montgomeryTimes(product, own[i]);
    }
    long[] inverse = montgomeryInverse(product);
    long[][] inverses = new long[numbers.length][];
    for (int i = numbers.length - 1; i >= 0; i--) {
      // INVARIANT: inverse · before[i] · own[i] = 1.
      inverses[i] = montgomeryTimes(montgomeryTimes(inverse, before[i]), ONE);
      inverse = montgomeryTimes(inverse, own[i]);
    }
    return inverses;
  }

  /** 1 / a in Montgomery's form: a^(n − 2). The exponent is public; its bits decide the steps. */
  private static long[] montgomeryInverse(long[] a) {
    long[] power = a;
    for (int bit = INVERTING.bitLength() - 2; bit >= 0; bit--) {
      power = montgomeryTimes(power, power);
      if (INVERTING.testBit(bit)) {
        power = montgomeryTimes(power, a);
      }
    }
    return power;
  }

  /** a · b / R. */
  private static long[] montgomeryTimes(long[] a, long[] b) {
    long[] t = new long[WORDS + 1];
    for (int i = 0; i < WORDS; i++) {
      // INVARIANT: t is below 2n, since (2n − 1 + (2^64 − 1)·(a + n)) / 2^64 is.
      long top = addProduct(t, a, b[i]);
      top += addProduct(t, N, t[0] * MINUS_INVERSE);
      System.arraycopy(t, 1, t, 0, WORDS);
      t[WORDS] = top;
    }
    return reduceOnce(t);
  }

  /** t += a · word over the words of t; returns what does not fit. */
  private static long addProduct(long[] t, long[] a, long word) {
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      long low = a[i] * word;
      long partial = t[i] + low;
      long sum = partial + carry;
      // Fits: (2^64 − 1)² + 2·(2^64 − 1) is below 2^128.
      carry =
          Math.unsignedMultiplyHigh(a[i], word)
              + carry(t[i], low, partial)
              + carry(partial, carry, sum);
      t[i] = sum;
    }
    long sum = t[WORDS] + carry;
    long out = carry(t[WORDS], carry, sum);
    t[WORDS] = sum;
    return out;
  }

  /** t − n where t is not below n, else t; t is five words below 2n. */
  private static long[] reduceOnce(long[] t) {
    long[] less = new long[WORDS];
    long borrow = subtract(less, t, N);
    // Keep t where the subtraction borrows and there is no fifth word to borrow from.
    long keep = -(borrow & ~t[WORDS] & 1);
    for (int i = 0; i < WORDS; i++) {
      less[i] = (t[i] & keep) | (less[i] & ~keep);
    }
    return less;
  }

  /** r = a − b over four words; returns the borrow, 0 or 1. */
  private static long subtract(long[] r, long[] a, long[] b) {
    long borrow = 0;
    for (int i = 0; i < WORDS; i++) {
      long partial = a[i] - b[i];
      long difference = partial - borrow;
      borrow = borrow(a[i], b[i], partial) + borrow(partial, borrow, difference);
      r[i] = difference;
    }
    return borrow;
  }

  /** The carry of a + b = sum, 0 or 1. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> (Long.SIZE - 1);
  }

  /** The borrow of a − b = difference, 0 or 1. */
  private static long borrow(long a, long b, long difference) {
    return ((~a & b) | ((~a | b) & difference)) >>> (Long.SIZE - 1);
  }
}
