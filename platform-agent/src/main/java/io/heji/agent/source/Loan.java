package io.heji.agent.source;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One loan in the catalogue's shape. Amounts in minor units; negative ones are credit balances and
 * count 0.
 *
 * @param status what it is
 * @param principal still owed
 * @param creditLimit granted
 * @param overdueAmount past due
 * @param daysPastDue 0 when on time
 * @param nextDueDate when the next instalment falls due, if one does
 * @param nextDueAmount how much then
 * @param openedOn when it was opened
 */
record Loan(
    LoanStatus status,
    long principal,
    long creditLimit,
    long overdueAmount,
    int daysPastDue,
    Optional<LocalDate> nextDueDate,
    long nextDueAmount,
    LocalDate openedOn) {
  boolean isActive() {
    return status == LoanStatus.ACTIVE;
  }

  @Override
  public String toString() {
    return "Loan";
  }
}
