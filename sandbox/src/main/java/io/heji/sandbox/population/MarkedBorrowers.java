package io.heji.sandbox.population;

import io.heji.sandbox.population.LoanFact.State;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Borrowers to search a federation for: their amounts are such that whoever finds one somewhere has
 * found that amount and no chance.
 *
 * <p>Each amount is drawn from the 9 · 10^13 numbers of fen of 14 digits that end in another digit
 * than 0, so its 8 bytes begin with two zeros and carry 46 random bits. A heap of 2^28 bytes has
 * 2^28 places to look at; for some 2^8 forms that are searched in it the probability that
 * <em>random</em> bytes hold one of them is 2^28 · 2^8 · 2^-62 (the two zeros count as well), below
 * 10^-7. What a heap holds in truth are small numbers and texts, which are even less like them. As
 * text an amount is 14 random digits. Rounded to 10,000 fen, 33 bits are random, and the zeros at
 * its end are as rare in other data.
 *
 * <p>Eight platforms together hold less than 8 · 10^14 fen of one metric, which is below the 2^53
 * that a contribution may reach.
 *
 * <p>Each is a customer of all platforms but one, and so a stranger to one; the last is known to
 * the first platform only, where k suppresses the total. One number ends in X.
 */
public final class MarkedBorrowers {
  /** As many platforms as there are, so that each misses another one. */
  public static final int MAX = 8;

  private static final long FEN_MIN = 10_000_000_000_000L;
  private static final long FEN_END = 100_000_000_000_000L;
  private static final int DAYS_PAST_DUE = 45;
  private static final int OPENED_DAYS = 400;
  private static final int LEGACY_PLATFORM = 2;
  private static final int KINDS = 4;

  private final int platforms;
  private final LocalDate today;
  private final RandomGenerator random;
  private final ResidentIds ids;

  MarkedBorrowers(int platforms, LocalDate today, RandomGenerator random, ResidentIds ids) {
    this.platforms = platforms;
    this.today = today;
    this.random = random;
    this.ids = ids;
  }

  /** Registers so many at their platforms and tells their identity numbers. */
  List<String> make(int count, List<List<Customer>> customers) {
    if (count < 0 || count > MAX) {
      throw new IllegalArgumentException("0 to " + MAX + " marked borrowers, got " + count);
    }
    List<String> marked = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      String id = number == 0 ? endingInX() : ids.next();
      marked.add(id);
      boolean single = number == count - 1;
      for (int platform = 0; platform < platforms; platform++) {
        if (single ? platform == 0 : platform != number % platforms) {
          List<Customer> own = customers.get(platform);
          boolean legacy = platform % KINDS == LEGACY_PLATFORM && ResidentIds.hasLegacyForm(id);
          own.add(new Customer(own.size() + 1, id, legacy, List.of(loan()), List.of()));
        }
      }
    }
    return marked;
  }

  private String endingInX() {
    String id = ids.next();
    while (!id.endsWith("X")) {
      id = ids.next();
    }
    return id;
  }

  private LoanFact loan() {
    return new LoanFact(
        State.ACTIVE,
        amount(),
        amount(),
        amount(),
        DAYS_PAST_DUE,
        Optional.empty(),
        BigDecimal.ZERO.setScale(2),
        today.minusDays(OPENED_DAYS),
        true);
  }

  private BigDecimal amount() {
    long fen = random.nextLong(FEN_MIN, FEN_END);
    // No zero at the end: as text it has all its digits in every form.
    return BigDecimal.valueOf(fen % 10 == 0 ? fen + 1 : fen, 2);
  }
}
