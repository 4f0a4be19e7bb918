package io.heji.agent.source;

import java.time.LocalDate;
import java.util.List;

/** What the platform holds about one customer reference in one snapshot. */
sealed interface CustomerData {
  /** Loans and application dates of a customer that is on the books. */
  record OnTheBooks(List<Loan> loans, List<LocalDate> applications) implements CustomerData {
    public OnTheBooks {
      loans = List.copyOf(loans);
      applications = List.copyOf(applications);
    }

    @Override
    public String toString() {
      return "OnTheBooks";
    }
  }

  /** A row of the customer does not fit the mapping. */
  record Unmapped() implements CustomerData {}
}
