package io.heji.sandbox.checker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every person's numbers on every platform, read once by plain SQL. */
public final class BookTotals {
  /** In the order of the columns of {@link HandWrittenSql}. */
  static final List<String> METRICS =
      List.of(
          "outstanding_principal",
          "credit_limit",
          "overdue_amount",
          "due_next_30d",
          "active_loans",
          "lenders",
          "opened_30d",
          "opened_90d",
          "overdue_m1",
          "overdue_m2",
          "overdue_m3_plus",
          "applications_7d",
          "applications_30d",
          "applications_90d");

  static final int AMOUNTS = 4;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int LEGACY_LENGTH = 15;

  private final List<String> platforms;
  private final LocalDate day;
  private final List<Map<String, long[]>> books;

  /** One platform's exact number, in fen or as a count. */
  public record Holding(long value) {}

  /** Books already read: one map a platform, by the key of the person. */
  BookTotals(List<String> platforms, LocalDate day, List<Map<String, long[]>> books) {
    this.platforms = List.copyOf(platforms);
    this.day = day;
    this.books = List.copyOf(books);
  }

  /** Reads all books as of today. */
  public static BookTotals read(List<PlatformBook> platforms, InstantSource clock)
      throws SQLException {
    LocalDate day = today(clock);
    List<Map<String, long[]>> books = new ArrayList<>();
    for (PlatformBook platform : platforms) {
      books.add(read(platform, day));
    }
    return new BookTotals(platforms.stream().map(PlatformBook::name).toList(), day, books);
  }

  /** The day of a question asked now. */
  static LocalDate today(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZONE);
  }

  private static Map<String, long[]> read(PlatformBook platform, LocalDate day)
      throws SQLException {
    String sql = HandWrittenSql.ofKind(platform.kind()).replace(":day", day.toString());
    Map<String, long[]> people = new HashMap<>();
    try (Connection connection = platform.reader().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        long[] person =
            people.computeIfAbsent(key(rows.getString(1)), _ -> new long[METRICS.size()]);
        for (int metric = 0; metric < person.length; metric++) {
          person[metric] += rows.getLong(metric + 2);
        }
      }
    }
    // Two registrations of one person at one platform are one lender.
    int lenders = METRICS.indexOf("lenders");
    people.values().forEach(person -> person[lenders] = Math.min(1, person[lenders]));
    return people;
  }

  /**
   * What both forms of an identity number share: the 15 digits of before 1999. Among people born
   * from 1950 to 2005 no two have them in common.
   */
  static String key(String identity) {
    String upper = identity.toUpperCase(Locale.ROOT);
    return upper.length() == LEGACY_LENGTH ? upper : upper.substring(0, 6) + upper.substring(8, 17);
  }

  /** The names of the platforms, in their order. */
  List<String> platforms() {
    return platforms;
  }

  /** The day whose windows these are. */
  LocalDate day() {
    return day;
  }

  /** The numbers of a person at a platform, or null where it does not know them. */
  long @org.jspecify.annotations.Nullable [] person(int platform, String identity) {
    return books.get(platform).get(key(identity));
  }

  /**
   * Each platform's exact number of one metric, by the platform's name, where it knows the person.
   */
  public Map<String, Holding> of(String identity, String metric) {
    Map<String, Holding> holdings = new LinkedHashMap<>();
    for (int platform = 0; platform < platforms.size(); platform++) {
      long[] numbers = person(platform, identity);
      if (numbers != null) {
        holdings.put(platforms.get(platform), new Holding(numbers[METRICS.indexOf(metric)]));
      }
    }
    return holdings;
  }

  /** Somebody worth asking about: owes something at two platforms or more, but not at all. */
  public String borrowerWithSeveralLenders(List<String> borrowers) {
    for (String borrower : borrowers) {
      long holders =
          of(borrower, METRICS.getFirst()).values().stream().filter(h -> h.value() > 0).count();
      if (holders >= 2 && holders < platforms.size()) {
        return borrower;
      }
    }
    return borrowers.getFirst();
  }
}
