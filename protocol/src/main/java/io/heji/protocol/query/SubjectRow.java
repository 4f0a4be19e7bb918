package io.heji.protocol.query;

import java.util.List;

/** What one platform puts in for one subject. */
public sealed interface SubjectRow {
  /**
   * Numbers to sum.
   *
   * @param known whether the person is on the platform's books
   * @param values rounded, one a metric in query order; 0 for a metric that is not supplied, and
   *     for a stranger
   */
  record Amounts(boolean known, List<Long> values) implements SubjectRow {
    public Amounts {
      values = List.copyOf(values);
      for (long value : values) {
        if (value < 0 || value > Rounding.VALUE_MAX) {
          throw new IllegalArgumentException("bug: a value outside 0 to 2^53 - 1");
        }
      }
    }

    @Override
    public String toString() {
      return "Amounts";
    }
  }

  /**
   * Nothing of this subject can be answered: every metric of it becomes {@code withheld}, and
   * nobody learns who withheld.
   */
  record Veto() implements SubjectRow {}
}
