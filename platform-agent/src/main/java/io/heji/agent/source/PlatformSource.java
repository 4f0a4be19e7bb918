package io.heji.agent.source;

import io.heji.agent.AgentLimits;
import io.heji.agent.source.CustomerData.OnTheBooks;
import io.heji.agent.source.CustomerData.Unmapped;
import io.heji.agent.source.Mapping.ApplicationShape;
import io.heji.agent.source.PlatformTables.Request;
import io.heji.protocol.metric.Metric;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform's books as the agent sees them. Thread-safe. */
public final class PlatformSource {
  private final Mapping mapping;
  private final PlatformTables tables;
  private final Statements statements;

  PlatformSource(Mapping mapping, PlatformTables tables) {
    this.mapping = mapping;
    this.tables = tables;
    this.statements = new Statements(mapping);
  }

  /** The books behind a pool of connections whose role can only read. */
  public static PlatformSource of(Mapping mapping, Pool pool) {
    return new PlatformSource(mapping, new PlatformTablesStore(pool));
  }

  /** A customer as the platform stores it. */
  public record StoredCustomer(String reference, String scheme, String rawIdentity) {
    @Override
    public String toString() {
      return "StoredCustomer";
    }
  }

  /** What one subject's values are, before rounding. */
  public sealed interface SubjectValues {
    /**
     * Values to round and contribute.
     *
     * @param known whether the person is on the books
     * @param values one a metric asked
     */
    record Values(boolean known, List<Long> values) implements SubjectValues {
      public Values {
        values = List.copyOf(values);
      }

      @Override
      public String toString() {
        return "Values";
      }
    }

    /**
     * A row does not fit the mapping, there are too many, or a sum overflows: nothing can be said
     * of this subject.
     */
    record Unreadable() implements SubjectValues {}
  }

  /**
   * Reads all subjects in one snapshot, with the same statements whoever is a customer.
   *
   * @param references for each subject the platform's references of the person, none for a stranger
   * @param metrics asked
   * @param day of the question, in the directory's time zone
   */
  public List<SubjectValues> read(
      List<Set<String>> references,
      List<Metric> metrics,
      LocalDate day,
      ZoneId zone,
      int currencyDigits) {
    List<List<List<@Nullable String>>> results;
    try {
      results = tables.inOneSnapshot(zone, requests(references));
    } catch (PlatformTables.UnreadableRowsException ofSomebody) {
      return allUnreadable(references);
    }
    if (isOfSomebodyElse(references, results)) {
      return allUnreadable(references);
    }
    RowReader reader = new RowReader(mapping, zone, currencyDigits);
    Map<String, CustomerData> customers = customers(results, reader);
    List<Map<String, Integer>> counts = results.stream().map(PlatformSource::rowsEach).toList();
    List<SubjectValues> subjects = new ArrayList<>();
    for (Set<String> own : references) {
      subjects.add(
          isTooMuch(own, counts)
              ? new SubjectValues.Unreadable()
              : values(own, customers, metrics, day));
    }
    return subjects;
  }

  /** A refusal would tell that one of these persons has a row that cannot be read. */
  private static List<SubjectValues> allUnreadable(List<Set<String>> references) {
    return references.stream().<SubjectValues>map(_ -> new SubjectValues.Unreadable()).toList();
  }

  private List<Request> requests(List<Set<String>> references) {
    Object parameter = parameter(references);
    List<Request> requests = new ArrayList<>();
    requests.add(new Request(statements.known(), List.of(parameter)));
    requests.add(new Request(statements.loans(), List.of(parameter)));
    mapping
        .application()
        .ifPresent(
            shape -> requests.add(new Request(statements.applications(shape), List.of(parameter))));
    return requests;
  }

  /**
   * Asks about nobody, with every statement of a question: a table or column that is not there, or
   * not to be read, fails here and not at each question.
   */
  public void requireReadable(ZoneId zone) {
    tables.inOneSnapshot(zone, requests(List.of()));
  }

  /**
   * The database found a row by a reference that it spells otherwise, such as {@code 17.0} or in
   * another case: whose loans those are cannot be told, and without them a sum is too small.
   */
  private static boolean isOfSomebodyElse(
      List<Set<String>> references, List<List<List<@Nullable String>>> results) {
    Set<String> asked = new HashSet<>();
    references.forEach(asked::addAll);
    return results.stream()
        .flatMap(List::stream)
        .anyMatch(row -> !asked.contains(String.valueOf(row.getFirst())));
  }

  private static Map<String, Integer> rowsEach(List<List<@Nullable String>> rows) {
    Map<String, Integer> count = new HashMap<>();
    rows.forEach(row -> count.merge(String.valueOf(row.getFirst()), 1, Integer::sum));
    return count;
  }

  /** Of a person whose rows were not all read nothing is said, rather than too little. */
  private static boolean isTooMuch(Set<String> references, List<Map<String, Integer>> counts) {
    return references.size() > AgentLimits.REFERENCES_PER_PERSON_MAX
        || counts.stream()
            .mapToInt(count -> references.stream().mapToInt(r -> count.getOrDefault(r, 0)).sum())
            .anyMatch(rows -> rows > AgentLimits.ROWS_PER_PERSON_MAX);
  }

  /** References of all subjects; a stranger has one place too, NULL, which equals nothing. */
  private static Object parameter(List<Set<String>> references) {
    List<@Nullable String> parameter = new ArrayList<>();
    for (Set<String> own : references) {
      if (own.isEmpty()) {
        parameter.add(null);
      }
      parameter.addAll(own);
    }
    return parameter.toArray(new @Nullable String[0]);
  }

  private Map<String, CustomerData> customers(
      List<List<List<@Nullable String>>> results, RowReader reader) {
    Set<String> unmapped = new HashSet<>();
    Map<String, List<Loan>> loans = new HashMap<>();
    for (List<@Nullable String> row : results.get(1)) {
      String reference = String.valueOf(row.getFirst());
      try {
        Optional<Loan> loan = reader.loan(row);
        loan.ifPresent(l -> loans.computeIfAbsent(reference, _ -> new ArrayList<>()).add(l));
      } catch (UnmappedRowException unknownValue) {
        unmapped.add(reference);
      }
    }
    Map<String, List<LocalDate>> applications = new HashMap<>();
    if (mapping.application().isPresent()) {
      ApplicationShape shape = mapping.application().get();
      for (List<@Nullable String> row : results.get(2)) {
        String reference = String.valueOf(row.getFirst());
        try {
          LocalDate date = reader.application(shape.appliedOn().form(), row);
          applications.computeIfAbsent(reference, _ -> new ArrayList<>()).add(date);
        } catch (UnmappedRowException unknownValue) {
          unmapped.add(reference);
        }
      }
    }
    Map<String, CustomerData> customers = new HashMap<>();
    for (List<@Nullable String> row : results.getFirst()) {
      String reference = String.valueOf(row.getFirst());
      customers.put(
          reference,
          unmapped.contains(reference)
              ? new Unmapped()
              : new OnTheBooks(
                  loans.getOrDefault(reference, List.of()),
                  applications.getOrDefault(reference, List.of())));
    }
    return customers;
  }

  private static SubjectValues values(
      Collection<String> references,
      Map<String, CustomerData> customers,
      List<Metric> metrics,
      LocalDate day) {
    List<Loan> loans = new ArrayList<>();
    List<LocalDate> applications = new ArrayList<>();
    boolean known = false;
    for (String reference : references) {
      CustomerData data = customers.get(reference);
      if (data == null) {
        // In the index, but no longer on the books.
        continue;
      }
      known = true;
      switch (data) {
        case OnTheBooks found -> {
          loans.addAll(found.loans());
          applications.addAll(found.applications());
        }
        case Unmapped() -> {
          return new SubjectValues.Unreadable();
        }
      }
    }
    MetricValues values = new MetricValues(loans, applications, day);
    try {
      return new SubjectValues.Values(known, metrics.stream().map(values::of).toList());
    } catch (ArithmeticException overflow) {
      return new SubjectValues.Unreadable();
    }
  }

  /** Whether the mapping has the tables that this metric is read from. */
  public boolean maps(Metric metric) {
    return switch (metric) {
      case APPLICATIONS_7D, APPLICATIONS_30D, APPLICATIONS_90D -> mapping.application().isPresent();
      case OUTSTANDING_PRINCIPAL,
          CREDIT_LIMIT,
          OVERDUE_AMOUNT,
          DUE_NEXT_30D,
          ACTIVE_LOANS,
          LENDERS,
          OPENED_30D,
          OPENED_90D,
          OVERDUE_M1,
          OVERDUE_M2,
          OVERDUE_M3_PLUS ->
          true;
    };
  }

  /** How many customers are on the books. */
  public long customerCount(ZoneId zone) {
    return Long.parseLong(tables.single(zone, statements.count()).orElse("0"));
  }

  /**
   * Where a page begins that has all identities of a customer again, but for rows that have none,
   * and whoever comes after. Nothing of a person is needed for it but the platform's reference.
   */
  public StoredCustomer atFirstIdentityOf(String reference) {
    return new StoredCustomer(reference, mapping.customer().scheme(), "");
  }

  /**
   * A page of customers in the order of their references and identities, after one of them or from
   * the start.
   */
  public List<StoredCustomer> page(Optional<StoredCustomer> after, int size, ZoneId zone) {
    Request request =
        after.isPresent()
            ? new Request(
                statements.nextPage(),
                List.of(size, after.get().reference(), after.get().rawIdentity()))
            : new Request(statements.firstPage(), List.of(size));
    List<StoredCustomer> page = new ArrayList<>();
    for (List<@Nullable String> row : tables.inOneSnapshot(zone, List.of(request)).getFirst()) {
      if (row.getFirst() == null) {
        // Of nobody: an outer join's empty side. As a text it would be a reference like another.
        continue;
      }
      @Nullable String identity = row.get(1);
      page.add(
          new StoredCustomer(
              String.valueOf(row.getFirst()),
              mapping.customer().scheme(),
              identity == null ? "" : identity));
    }
    return page;
  }
}
