package io.heji.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedBorrowersTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final long CONTRIBUTION_END = 1L << 53;

  private static Population make(int platforms, int marked) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    List<Account> accounts = GeneratedAccounts.of(60, random);
    return new PopulationMaker(accounts, platforms, TODAY, random).make(marked);
  }

  /** Six significant bytes each, so that a heap holds none by chance; no two the same. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void amountsAreDistinctAndTheirTotalsFitIntoAContribution(int platforms) {
    Population population = make(platforms, MarkedBorrowers.MAX);
    Set<Long> seen = new HashSet<>();
    for (String identity : population.marked()) {
      long total = 0;
      for (List<Customer> customers : population.platforms()) {
        for (Customer customer : customers) {
          if (customer.identity().equals(identity)) {
            LoanFact loan = customer.loans().getFirst();
            total += fen(loan.principal());
            for (BigDecimal amount : List.of(loan.principal(), loan.limit(), loan.overdue())) {
              assertThat(fen(amount))
                  .isGreaterThanOrEqualTo(1L << 40)
                  .matches(fen -> fen % 10 != 0);
              assertThat(seen.add(fen(amount))).isTrue();
            }
          }
        }
      }
      assertThat(total).isBetween(1L << 40, CONTRIBUTION_END - 1);
    }
  }

  private static long fen(BigDecimal amount) {
    return amount.movePointRight(2).longValueExact();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void everyPlatformHasAStrangerAmongThemAndOneHasASingleHolder(int platforms) {
    Population population = make(platforms, 4);
    for (List<Customer> customers : population.platforms()) {
      Set<String> known = new HashSet<>();
      customers.forEach(customer -> known.add(customer.identity()));
      assertThat(known.containsAll(population.marked())).isFalse();
    }
    String single = population.marked().getLast();
    assertThat(
            population.platforms().stream()
                .flatMap(List::stream)
                .filter(customer -> customer.identity().equals(single)))
        .hasSize(1);
    assertThat(population.marked().getFirst()).endsWith("X");
  }

  @Test
  void theOthersAreTheSameWithAndWithoutThem() {
    Population without = make(4, 0);
    Population with = make(4, 4);

    assertThat(without.marked()).isEmpty();
    assertThat(with.borrowers())
        .isEqualTo(without.borrowers())
        .doesNotContainAnyElementsOf(with.marked());
    assertThat(with.strangers()).isEqualTo(without.strangers());
  }

  @Test
  void refusesMoreThanThereCanBe() {
    assertThatThrownBy(() -> make(4, MarkedBorrowers.MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
