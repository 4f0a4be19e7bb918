package io.heji.sandbox.population;

import io.heji.sandbox.population.LoanFact.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Gives accounts to made-up borrowers and spreads them over platforms: several accounts to a
 * borrower, some of them with one lender; some people known to platforms where they owe nothing;
 * some to all. Dates lie around today, on the edges of the metrics' windows more often than chance
 * would have it. Used once.
 */
public final class PopulationMaker {
  /** One of the people nobody knows for so many who are known. */
  private static final int BORROWERS_A_STRANGER = 10;

  private static final int STRANGERS_MIN = 200;
  private static final int[] EDGES = {0, 6, 7, 29, 30, 89, 90};
  private static final int OPENED_DAYS = 900;
  private static final int APPLIED_DAYS = 120;
  private static final int DUE_DAYS = 45;
  private static final int DAYS_A_MONTH = 30;
  private static final int MONTHS_LATE_MAX = 6;

  private final List<Account> accounts;
  private final int platforms;
  private final LocalDate today;
  private final RandomGenerator random;
  private final ResidentIds ids;
  private final List<List<Customer>> customers = new ArrayList<>();

  /**
   * A maker.
   *
   * @param random seeded: the same seed, accounts and day give the same world
   */
  public PopulationMaker(
      List<Account> accounts, int platforms, LocalDate today, RandomGenerator random) {
    this.accounts = List.copyOf(accounts);
    this.platforms = platforms;
    this.today = today;
    this.random = random;
    this.ids = new ResidentIds(random);
    for (int i = 0; i < platforms; i++) {
      customers.add(new ArrayList<>());
    }
  }

  public Population make() {
    return make(0);
  }

  /**
   * The same world with some marked borrowers beside.
   *
   * @param marked how many, up to {@link MarkedBorrowers#MAX}
   */
  public Population make(int marked) {
    List<String> borrowers = new ArrayList<>();
    Iterator<Account> rest = accounts.iterator();
    while (rest.hasNext()) {
      String id = ids.next();
      borrowers.add(id);
      Map<Integer, List<LoanFact>> byPlatform = new TreeMap<>();
      placeLoans(rest, byPlatform);
      placeWithoutLoans(byPlatform);
      byPlatform.forEach((platform, loans) -> register(platform, id, loans));
    }
    List<String> strangers = new ArrayList<>();
    int count = Math.max(STRANGERS_MIN, borrowers.size() / BORROWERS_A_STRANGER);
    for (int i = 0; i < count; i++) {
      strangers.add(ids.next());
    }
    // Last, so that the same seed gives the same people with and without them.
    List<String> markedIds =
        new MarkedBorrowers(platforms, today, random, ids).make(marked, customers);
    return new Population(customers, borrowers, strangers, markedIds);
  }

  private void placeLoans(Iterator<Account> rest, Map<Integer, List<LoanFact>> byPlatform) {
    int kind = random.nextInt(100);
    // Of a hundred borrowers: 25 owe at one place, 8 twice at one place, 57 at two or three, 10
    // everywhere.
    if (kind < 10) {
      for (int platform = 0; platform < platforms && rest.hasNext(); platform++) {
        place(platform, rest.next(), byPlatform);
      }
      return;
    }
    int first = random.nextInt(platforms);
    place(first, rest.next(), byPlatform);
    if (kind < 18) {
      placeNext(first, rest, byPlatform);
    } else if (kind < 75) {
      placeNext((first + random.nextInt(1, platforms)) % platforms, rest, byPlatform);
      if (kind < 45) {
        placeNext(random.nextInt(platforms), rest, byPlatform);
      }
    }
  }

  private void placeNext(
      int platform, Iterator<Account> rest, Map<Integer, List<LoanFact>> byPlatform) {
    if (rest.hasNext()) {
      place(platform, rest.next(), byPlatform);
    }
  }

  private void place(int platform, Account account, Map<Integer, List<LoanFact>> byPlatform) {
    byPlatform.computeIfAbsent(platform, _ -> new ArrayList<>()).add(loan(account));
  }

  /** Known, but owing nothing: registered once, never borrowed. */
  private void placeWithoutLoans(Map<Integer, List<LoanFact>> byPlatform) {
    for (int platform = 0; platform < platforms; platform++) {
      if (random.nextInt(100) < 18) {
        byPlatform.computeIfAbsent(platform, _ -> new ArrayList<>());
      }
    }
  }

  private void register(int platform, String id, List<LoanFact> loans) {
    List<Customer> own = customers.get(platform);
    boolean legacy = ResidentIds.hasLegacyForm(id) && platform % 4 == 2 && random.nextInt(3) == 0;
    own.add(new Customer(own.size() + 1, id, legacy, loans, applications()));
    if (legacy && random.nextInt(10) == 0) {
      // Registered a second time, under the 18-character form: one person, two references.
      own.add(new Customer(own.size() + 1, id, false, List.of(), applications()));
    }
  }

  private List<LocalDate> applications() {
    List<LocalDate> days = new ArrayList<>();
    int count = random.nextInt(100) < 35 ? random.nextInt(1, 4) : 0;
    for (int i = 0; i < count; i++) {
      days.add(today.minusDays(daysBack(APPLIED_DAYS)));
    }
    return days;
  }

  private int daysBack(int max) {
    return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(max);
  }

  private LoanFact loan(Account account) {
    int kind = random.nextInt(100);
    State state = kind < 86 ? State.ACTIVE : kind < 96 ? State.CLOSED : State.WRITTEN_OFF;
    BigDecimal principal = cents(state == State.CLOSED ? BigDecimal.ZERO : account.balance());
    boolean owes = state == State.ACTIVE && principal.signum() > 0;
    int months = Math.min(account.monthsLate(), MONTHS_LATE_MAX);
    int daysPastDue = owes && months > 0 ? (months - 1) * DAYS_A_MONTH + random.nextInt(1, 31) : 0;
    BigDecimal overdue =
        daysPastDue > 0
            ? cents(principal.multiply(BigDecimal.valueOf(months)).divide(BigDecimal.TEN))
                .max(BigDecimal.valueOf(1, 2))
            : cents(BigDecimal.ZERO);
    boolean due = owes && random.nextInt(10) < 8;
    return new LoanFact(
        state,
        principal,
        cents(account.limit()),
        overdue,
        daysPastDue,
        due ? Optional.of(today.plusDays(dueIn())) : Optional.empty(),
        due
            ? cents(principal.divide(BigDecimal.valueOf(12), 2, RoundingMode.UP))
            : cents(BigDecimal.ZERO),
        today.minusDays(daysBack(OPENED_DAYS)),
        random.nextInt(100) >= 4);
  }

  private int dueIn() {
    int[] edges = {0, 29, 30};
    return random.nextInt(4) == 0 ? edges[random.nextInt(edges.length)] : random.nextInt(DUE_DAYS);
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.UP);
  }
}
