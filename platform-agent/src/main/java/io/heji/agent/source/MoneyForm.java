package io.heji.agent.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a platform stores an amount. */
enum MoneyForm {
  /**
   * Decimal in the currency's major unit, such as yuan: {@code 1234.56}. More digits than the
   * currency has are rounded up.
   */
  MAJOR_DECIMAL,
  /** Integer in the minor unit, such as fen. */
  MINOR_INTEGER;

  static Optional<MoneyForm> named(String name) {
    return Arrays.stream(values()).filter(form -> form.wireName().equals(name)).findFirst();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Minor units, negative for a credit balance. */
  long parse(String text, int currencyDigits) throws UnmappedRowException {
    try {
      return switch (this) {
        // Up: a part of the smallest unit that is owed is owed.
        case MAJOR_DECIMAL ->
            new BigDecimal(text)
                .movePointRight(currencyDigits)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        case MINOR_INTEGER -> Long.parseLong(text);
      };
    } catch (ArithmeticException | NumberFormatException other) {
      throw new UnmappedRowException();
    }
  }
}
