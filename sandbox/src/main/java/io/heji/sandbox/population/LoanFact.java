package io.heji.sandbox.population;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One loan as it is in the made-up world. Amounts in major units with two decimals; a negative
 * principal is a credit balance.
 *
 * @param state active, closed or written off
 * @param principal still owed
 * @param limit granted
 * @param overdue past due
 * @param daysPastDue 0 when on time
 * @param nextDue when the next instalment falls due, if one does
 * @param nextAmount how much then
 * @param openedOn when it was opened
 * @param lenderOfRecord whether this platform reports it; the other side of a co-lent loan does not
 */
public record LoanFact(
    State state,
    BigDecimal principal,
    BigDecimal limit,
    BigDecimal overdue,
    int daysPastDue,
    Optional<LocalDate> nextDue,
    BigDecimal nextAmount,
    LocalDate openedOn,
    boolean lenderOfRecord) {
  /** What became of it. */
  public enum State {
    ACTIVE,
    CLOSED,
    WRITTEN_OFF
  }
}
