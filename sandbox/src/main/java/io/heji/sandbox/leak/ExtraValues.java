package io.heji.sandbox.leak;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values that somebody else planted and wants searched. They are named by number only. */
public final class ExtraValues {
  /** As many as are searched quickly. */
  static final int VALUES_MAX = 1_000;

  private static final Pattern IDENTITY = Pattern.compile("[0-9]{17}[0-9Xx]");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,15}\\.[0-9]{2}");

  private ExtraValues() {}

  /**
   * A value, or the lines of a file where there is one of that name: an identity number, an amount
   * with two decimals, a whole number or any text, each in all its forms.
   *
   * @param before how many values were given already, so that none has another's name
   * @throws IllegalArgumentException for a value that would be found by chance, or too many
   */
  public static List<PlantedValue> of(String textOrFile, int before) throws IOException {
    Path file = pathOf(textOrFile);
    List<String> lines =
        Files.isRegularFile(file)
            ? Files.readAllLines(file, StandardCharsets.UTF_8)
            : List.of(textOrFile);
    List<PlantedValue> values = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      String value = lines.get(line).strip();
      if (!value.isEmpty()) {
        values.add(value("search value " + (before + line + 1), value));
      }
    }
    if (values.isEmpty() || values.size() > VALUES_MAX) {
      throw new IllegalArgumentException(
          "--search wants 1 to " + VALUES_MAX + " values, got " + values.size());
    }
    return values;
  }

  private static Path pathOf(String textOrFile) {
    try {
      return Path.of(textOrFile);
    } catch (InvalidPathException noFile) {
      return Path.of("");
    }
  }

  private static PlantedValue value(String name, String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length < ValueForms.FORM_BYTES_MIN) {
      throw new IllegalArgumentException(
          "--search: "
              + name
              + " is shorter than "
              + ValueForms.FORM_BYTES_MIN
              + " bytes and would be found by chance");
    }
    if (IDENTITY.matcher(value).matches()) {
      return PlantedValue.identity(name, value.toUpperCase(Locale.ROOT));
    }
    if (NUMBER.matcher(value).matches()) {
      return PlantedValue.number(name, Long.parseLong(value));
    }
    if (AMOUNT.matcher(value).matches()) {
      return PlantedValue.amount(name, new BigDecimal(value).movePointRight(2).longValueExact());
    }
    return PlantedValue.text(name, value);
  }
}
