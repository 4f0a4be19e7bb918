package io.heji.sandbox.checker;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Books with one person in them. */
public final class PlayedTotals {
  private PlayedTotals() {}

  /**
   * @param principals what the person owes at each platform; null where it does not know them
   */
  public static BookTotals of(String identity, Map<String, @Nullable Long> principals) {
    List<String> names = new ArrayList<>();
    List<Map<String, long[]>> books = new ArrayList<>();
    principals.forEach(
        (name, principal) -> {
          names.add(name);
          if (principal == null) {
            books.add(Map.of());
            return;
          }
          long[] numbers = new long[BookTotals.METRICS.size()];
          numbers[BookTotals.METRICS.indexOf("outstanding_principal")] = principal;
          numbers[BookTotals.METRICS.indexOf("lenders")] = principal > 0 ? 1 : 0;
          books.add(Map.of(BookTotals.key(identity), numbers));
        });
    return new BookTotals(names, LocalDate.of(2026, 3, 1), books);
  }
}
