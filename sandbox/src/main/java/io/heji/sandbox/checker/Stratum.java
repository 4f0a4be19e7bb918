package io.heji.sandbox.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of people that must each be asked about. A person may belong to several. */
enum Stratum {
  UNKNOWN_EVERYWHERE,
  /** A customer of the asking bank's own company alone, which is not summed for it. */
  KNOWN_TO_OWN_COMPANY_ONLY,
  KNOWN_TO_ONE,
  KNOWN_TO_TWO,
  KNOWN_TO_ALL,
  ONE_HOLDER_AMONG_SEVERAL,
  SEVERAL_ACCOUNTS_WITH_ONE_LENDER,
  NO_ACTIVE_LOAN,
  OVERDUE;

  private static final int PRINCIPAL = BookTotals.METRICS.indexOf("outstanding_principal");
  private static final int OVERDUE_AMOUNT = BookTotals.METRICS.indexOf("overdue_amount");
  private static final int ACTIVE = BookTotals.METRICS.indexOf("active_loans");

  /** Whether a bank with this own platform, −1 for none, can ask about such people at all. */
  boolean isAskedBy(int ownPlatform) {
    return this != KNOWN_TO_OWN_COMPANY_ONLY || ownPlatform >= 0;
  }

  /**
   * Whether a person with these numbers at the summed platforms belongs here.
   *
   * @param ownCustomer whether the platform of the asking bank's company knows the person
   */
  boolean holds(List<long @Nullable []> platforms, boolean ownCustomer) {
    List<long[]> known = new ArrayList<>();
    for (long[] numbers : platforms) {
      if (numbers != null) {
        known.add(numbers);
      }
    }
    long holders = known.stream().filter(n -> n[PRINCIPAL] > 0).count();
    long active = known.stream().mapToLong(n -> n[ACTIVE]).sum();
    return switch (this) {
      case UNKNOWN_EVERYWHERE -> known.isEmpty() && !ownCustomer;
      case KNOWN_TO_OWN_COMPANY_ONLY -> known.isEmpty() && ownCustomer;
      case KNOWN_TO_ONE -> known.size() == 1;
      case KNOWN_TO_TWO -> known.size() == 2;
      case KNOWN_TO_ALL -> known.size() == platforms.size();
      case ONE_HOLDER_AMONG_SEVERAL -> known.size() >= 2 && holders == 1;
      case SEVERAL_ACCOUNTS_WITH_ONE_LENDER -> known.stream().anyMatch(n -> n[ACTIVE] >= 2);
      case NO_ACTIVE_LOAN -> !known.isEmpty() && active == 0;
      case OVERDUE -> known.stream().anyMatch(n -> n[OVERDUE_AMOUNT] > 0);
    };
  }
}
