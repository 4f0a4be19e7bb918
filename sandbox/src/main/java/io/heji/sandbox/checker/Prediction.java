package io.heji.sandbox.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the federation must answer about one metric of one person, worked out from the books with
 * the rules repeated here as numbers: amounts rounded up to 100.00 a platform, told from two
 * holders on; counts told from one on; the asking bank's own company left out.
 *
 * @param state the state's name on the wire
 * @param value the total if there is one: in fen, or a count
 */
public record Prediction(String state, long value) {
  private static final long HUNDRED_YUAN_IN_FEN = 10_000;

  /**
   * Predicts for one person.
   *
   * @param metric its name in the catalogue
   * @param summed the names of the platforms that are summed
   */
  public static Prediction of(
      BookTotals books, String identity, String metric, Set<String> summed) {
    List<long @org.jspecify.annotations.Nullable []> numbers = new ArrayList<>();
    for (int platform = 0; platform < books.platforms().size(); platform++) {
      if (summed.contains(books.platforms().get(platform))) {
        numbers.add(books.person(platform, identity));
      }
    }
    return of(BookTotals.METRICS.indexOf(metric), numbers);
  }

  /**
   * Predicts from the platforms' exact numbers; {@code null} stands for a platform that does not
   * know the person.
   */
  static Prediction of(int metric, List<long @org.jspecify.annotations.Nullable []> platforms) {
    boolean amount = metric < BookTotals.AMOUNTS;
    int known = 0;
    int holders = 0;
    long total = 0;
    for (long[] numbers : platforms) {
      if (numbers == null) {
        continue;
      }
      known++;
      long value = numbers[metric];
      if (amount && value % HUNDRED_YUAN_IN_FEN != 0) {
        value = value - value % HUNDRED_YUAN_IN_FEN + HUNDRED_YUAN_IN_FEN;
      }
      if (value > 0) {
        holders++;
        total += value;
      }
    }
    if (known == 0) {
      return new Prediction("no-record", 0);
    }
    if (holders == 0) {
      return new Prediction("zero", 0);
    }
    if (amount && holders == 1) {
      return new Prediction("suppressed", 0);
    }
    return new Prediction("value", total);
  }
}
