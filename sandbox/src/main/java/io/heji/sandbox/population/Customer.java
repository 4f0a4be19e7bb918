package io.heji.sandbox.population;

import java.time.LocalDate;
import java.util.List;

/**
 * A borrower as one platform knows them.
 *
 * @param number counts the platform's customers from 1
 * @param identity the 18-character number
 * @param legacy whether this platform's record still has the 15-digit form
 * @param loans on this platform
 * @param applications days on which they applied here
 */
public record Customer(
    int number,
    String identity,
    boolean legacy,
    List<LoanFact> loans,
    List<LocalDate> applications) {
  public Customer {
    loans = List.copyOf(loans);
    applications = List.copyOf(applications);
  }

  /** As this platform stores it, before its own habits of case. */
  public String storedIdentity() {
    return legacy ? ResidentIds.legacy(identity) : identity;
  }
}
