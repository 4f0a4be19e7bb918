package io.heji.protocol.query;

import java.util.OptionalLong;

/**
 * Rounds a platform's value up to policy's unit before it is masked, so that nothing owed becomes
 * zero.
 */
public final class Rounding {
  /**
   * The greatest value a platform may contribute, 2^53 − 1: sums stay far from the field's size,
   * and JSON numbers stay exact.
   */
  public static final long VALUE_MAX = (1L << 53) - 1;

  private Rounding() {}

  /**
   * The next multiple of the unit, or nothing when the amount is negative or the result above
   * {@link #VALUE_MAX}: such a value is a veto, never a wrong sum.
   */
  public static OptionalLong up(long amount, long unit) {
    if (unit < 1) {
      throw new IllegalArgumentException("a unit is at least 1");
    }
    if (amount < 0 || amount > VALUE_MAX) {
      return OptionalLong.empty();
    }
    long rounded = Math.ceilDiv(amount, unit) * unit;
    return rounded > VALUE_MAX ? OptionalLong.empty() : OptionalLong.of(rounded);
  }
}
