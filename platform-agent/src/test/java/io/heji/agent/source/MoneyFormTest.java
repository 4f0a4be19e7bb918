package io.heji.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts as platforms' columns spell them, to minor units. */
class MoneyFormTest {
  private static final int FEN_DIGITS = 2;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.00, 0",
    "1234.56, 123456",
    "1234.5, 123450",
    "7, 700",
    "007.10, 710",
    "0.001, 1",
    "1.2300000000, 123",
    "1.2300000001, 124",
    "-0.001, 0",
    "-12.345, -1234",
    "90071992547409.91, 9007199254740991"
  })
  void readsAMajorDecimalRoundedUp(String text, long fen) throws Exception {
    assertThat(MoneyForm.MAJOR_DECIMAL.parse(text, FEN_DIGITS)).isEqualTo(fen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1e3",
        "1E+3",
        "1E999999999",
        "1e-999999999",
        "NaN",
        "Infinity",
        "+1",
        "--1",
        "1.",
        ".5",
        "1.2.3",
        "1,000",
        " 1",
        "1 ",
        "1\n",
        "0x10",
        "\u0661\u0662",
        "92233720368547758.08"
      })
  void refusesAMajorDecimalSpeltOtherwise(String text) {
    refuses(MoneyForm.MAJOR_DECIMAL, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1.0", "1e3", "+1", " 1", "1\n", "\u0661", "9223372036854775808", "NaN"})
  void refusesAMinorIntegerSpeltOtherwise(String text) {
    refuses(MoneyForm.MINOR_INTEGER, text);
  }

  @Test
  void readsAMinorIntegerOfTheWholeRange() throws Exception {
    assertThat(MoneyForm.MINOR_INTEGER.parse("-9223372036854775808", FEN_DIGITS))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(MoneyForm.MINOR_INTEGER.parse("9223372036854775807", FEN_DIGITS))
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAJOR_DECIMAL", "MINOR_INTEGER"})
  void takesTheLongestSpellingAndNoLonger(String name) throws Exception {
    MoneyForm form = MoneyForm.valueOf(name);
    String longest = "0".repeat(MoneyForm.LENGTH_MAX - 1) + "1";

    assertThat(form.parse(longest, 0)).isEqualTo(1);
    refuses(form, "0" + longest);
  }

  private static void refuses(MoneyForm form, String text) {
    assertThatExceptionOfType(UnmappedRowException.class)
        .isThrownBy(() -> form.parse(text, FEN_DIGITS))
        .satisfies(
            refused -> {
              if (!text.isBlank()) {
                assertThat(String.valueOf(refused.getMessage())).doesNotContain(text.strip());
              }
            });
  }
}
