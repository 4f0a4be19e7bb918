package io.heji.agent.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a platform stores an amount. Plain ASCII digits only: an exponent, which a text column could
 * hold, would ask for as many digits as it names.
 */
enum MoneyForm {
  /**
   * Decimal in the currency's major unit, such as yuan: {@code 1234.56}. More digits than the
   * currency has are rounded up.
   */
  MAJOR_DECIMAL("-?[0-9]+(\\.[0-9]+)?"),
  /** Integer in the minor unit, such as fen. */
  MINOR_INTEGER("-?[0-9]+");

  /**
   * Characters of an amount as stored: any amount of 2^53 minor units, with as many zeros as a
   * numeric column shows.
   */
  static final int LENGTH_MAX = 64;

  private final Pattern spelling;

  MoneyForm(String spelling) {
    this.spelling = Pattern.compile(spelling);
  }

  static Optional<MoneyForm> named(String name) {
    return Arrays.stream(values()).filter(form -> form.wireName().equals(name)).findFirst();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Minor units, negative for a credit balance. */
  long parse(String text, int currencyDigits) throws UnmappedRowException {
    if (text.length() > LENGTH_MAX || !spelling.matcher(text).matches()) {
      throw new UnmappedRowException();
    }
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
    } catch (ArithmeticException | NumberFormatException beyondLong) {
      throw new UnmappedRowException();
    }
  }
}
