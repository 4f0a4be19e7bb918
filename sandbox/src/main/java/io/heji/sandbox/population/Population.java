package io.heji.sandbox.population;

import java.util.List;

/**
 * The made-up world.
 *
 * @param platforms the customers of each platform
 * @param borrowers identity numbers of everybody who is a customer somewhere
 * @param strangers identity numbers of people no platform knows
 * @param marked identity numbers of the {@linkplain MarkedBorrowers marked} borrowers, who are none
 *     of the {@code borrowers}
 */
public record Population(
    List<List<Customer>> platforms,
    List<String> borrowers,
    List<String> strangers,
    List<String> marked) {
  public Population {
    platforms = platforms.stream().map(List::copyOf).toList();
    borrowers = List.copyOf(borrowers);
    strangers = List.copyOf(strangers);
    marked = List.copyOf(marked);
  }

  public int customers() {
    return platforms.stream().mapToInt(List::size).sum();
  }

  public long loans() {
    return platforms.stream().flatMap(List::stream).mapToLong(c -> c.loans().size()).sum();
  }
}
