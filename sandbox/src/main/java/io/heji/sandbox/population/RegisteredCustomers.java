package io.heji.sandbox.population;

import java.util.ArrayList;
import java.util.List;

/**
 * People who registered with a platform and never borrowed: they make a book as large as wanted.
 * Made when asked for, since ten million do not fit into memory. None is a borrower of the made-up
 * world, whose people are of other regions.
 *
 * @param firstNumber the first one's number with the platform
 * @param count how many
 */
public record RegisteredCustomers(int firstNumber, int count) {
  /** As many of them, or the rest. */
  public List<Customer> batch(int from, int size) {
    List<Customer> batch = new ArrayList<>();
    for (int i = from; i < Math.min(count, from + size); i++) {
      batch.add(
          new Customer(
              firstNumber + i, ResidentIds.ofAnotherRegion(i), false, List.of(), List.of()));
    }
    return batch;
  }
}
