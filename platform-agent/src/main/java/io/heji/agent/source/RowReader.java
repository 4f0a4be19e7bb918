package io.heji.agent.source;

import io.heji.agent.source.Mapping.LoanShape;
import io.heji.agent.source.Mapping.RecordColumn;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows of text, in the order of {@link Statements}, into the catalogue's shapes. */
final class RowReader {
  private final Mapping mapping;
  private final ZoneId zone;
  private final int currencyDigits;

  RowReader(Mapping mapping, ZoneId zone, int currencyDigits) {
    this.mapping = mapping;
    this.zone = zone;
    this.currencyDigits = currencyDigits;
  }

  /** The loan, or nothing for a co-lent loan that another lender reports. */
  Optional<Loan> loan(List<@Nullable String> row) throws UnmappedRowException {
    LoanShape shape = mapping.loan();
    if (shape.lenderOfRecord().isPresent()
        && !isLenderOfRecord(shape.lenderOfRecord().get(), row.get(9))) {
      return Optional.empty();
    }
    LoanStatus status = shape.status().codes().get(required(row.get(1)));
    if (status == null) {
      throw new UnmappedRowException();
    }
    @Nullable String due = row.get(6);
    return Optional.of(
        new Loan(
            status,
            money(shape.principal().form(), row.get(2)),
            money(shape.creditLimit().form(), row.get(3)),
            money(shape.overdueAmount().form(), row.get(4)),
            days(row.get(5)),
            due == null
                ? Optional.empty()
                : Optional.of(shape.nextDueDate().form().parse(due, zone)),
            // No instalment is due: no date and no amount.
            due == null && row.get(7) == null ? 0 : money(shape.nextDueAmount().form(), row.get(7)),
            shape.openedOn().form().parse(required(row.get(8)), zone)));
  }

  LocalDate application(DateForm form, List<@Nullable String> row) throws UnmappedRowException {
    return form.parse(required(row.get(1)), zone);
  }

  private static boolean isLenderOfRecord(RecordColumn column, @Nullable String value)
      throws UnmappedRowException {
    String code = required(value);
    if (column.yes().contains(code)) {
      return true;
    }
    if (column.no().contains(code)) {
      return false;
    }
    throw new UnmappedRowException();
  }

  private long money(MoneyForm form, @Nullable String text) throws UnmappedRowException {
    return form.parse(required(text), currencyDigits);
  }

  private static int days(@Nullable String text) throws UnmappedRowException {
    try {
      int days = Integer.parseInt(required(text));
      if (days < 0) {
        throw new UnmappedRowException();
      }
      return days;
    } catch (NumberFormatException other) {
      throw new UnmappedRowException();
    }
  }

  private static String required(@Nullable String text) throws UnmappedRowException {
    if (text == null) {
      throw new UnmappedRowException();
    }
    return text;
  }
}
