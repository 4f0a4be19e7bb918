package io.heji.agent.source;

import io.heji.protocol.metric.Metric;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Computes a metric of one person from loans and applications, as of a day (windows: protocol
 * section 7, end).
 */
final class MetricValues {
  private static final int M1_FROM = 1;
  private static final int M2_FROM = 31;
  private static final int M3_FROM = 61;

  private final List<Loan> loans;
  private final List<LocalDate> applications;
  private final LocalDate day;

  MetricValues(List<Loan> loans, List<LocalDate> applications, LocalDate day) {
    this.loans = loans;
    this.applications = applications;
    this.day = day;
  }

  /** The value before rounding; overflow is an {@link ArithmeticException}. */
  long of(Metric metric) {
    return switch (metric) {
      case OUTSTANDING_PRINCIPAL -> sumOfActive(Loan::principal);
      case CREDIT_LIMIT -> sumOfActive(Loan::creditLimit);
      case OVERDUE_AMOUNT -> sumOfActive(Loan::overdueAmount);
      case DUE_NEXT_30D -> sumOfActive(loan -> isDueWithin(loan, 30) ? loan.nextDueAmount() : 0);
      case ACTIVE_LOANS -> countOfActive(0, Integer.MAX_VALUE);
      case LENDERS -> Math.min(1, countOfActive(0, Integer.MAX_VALUE));
      case OPENED_30D -> opened(30);
      case OPENED_90D -> opened(90);
      case OVERDUE_M1 -> countOfActive(M1_FROM, M2_FROM - 1);
      case OVERDUE_M2 -> countOfActive(M2_FROM, M3_FROM - 1);
      case OVERDUE_M3_PLUS -> countOfActive(M3_FROM, Integer.MAX_VALUE);
      case APPLICATIONS_7D -> applied(7);
      case APPLICATIONS_30D -> applied(30);
      case APPLICATIONS_90D -> applied(90);
    };
  }

  private long sumOfActive(ToLongFunction<Loan> amount) {
    long sum = 0;
    for (Loan loan : loans) {
      if (loan.isActive()) {
        // A credit balance counts 0: it is no asset that pays another loan.
        sum = Math.addExact(sum, Math.max(0, amount.applyAsLong(loan)));
      }
    }
    return sum;
  }

  private long countOfActive(int daysPastDueMin, int daysPastDueMax) {
    return loans.stream()
        .filter(Loan::isActive)
        .filter(l -> l.daysPastDue() >= daysPastDueMin && l.daysPastDue() <= daysPastDueMax)
        .count();
  }

  private boolean isDueWithin(Loan loan, int days) {
    return loan.nextDueDate()
        .filter(due -> !due.isBefore(day) && due.isBefore(day.plusDays(days)))
        .isPresent();
  }

  private long opened(int days) {
    return loans.stream().map(Loan::openedOn).filter(date -> isWithinLast(date, days)).count();
  }

  private long applied(int days) {
    return applications.stream().filter(date -> isWithinLast(date, days)).count();
  }

  /** On the day or one of the {@code days − 1} before. */
  private boolean isWithinLast(LocalDate date, int days) {
    return !date.isAfter(day) && date.isAfter(day.minusDays(days));
  }
}
