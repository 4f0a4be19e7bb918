package io.heji.sandbox.leak;

import io.heji.sandbox.leak.LeakScanner.Search;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Somewhere a role may have left something.
 *
 * @param role whose it is
 * @param kind which of the role's places
 * @param reading how it is read
 * @param forbidden what may not be there
 * @param present what must be there: without it the place counts as not read
 */
public record Place(
    String role,
    String kind,
    Reading reading,
    List<PlantedValue> forbidden,
    List<PlantedValue> present) {
  /** Hands everything that is in a place to a search. */
  @FunctionalInterface
  public interface Reading {
    void into(Search search) throws IOException, SQLException, InterruptedException;
  }

  public Place {
    forbidden = List.copyOf(forbidden);
    present = List.copyOf(present);
    if (forbidden.isEmpty() || present.isEmpty()) {
      throw new IllegalArgumentException("nothing to search, or nothing that shows it was read");
    }
  }

  public String name() {
    return role + " " + kind;
  }
}
