package io.heji.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.agent.AgentLimits;
import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.protocol.metric.Metric;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of whom nothing is said, rather than too little. */
class PlatformSourceTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final String LOAN =
      """
      version: 1
      customer:
        from: {schema: public, table: users, as: u}
        reference: {column: u.id, type: text}
        identity: {column: u.number, scheme: cn-resident-id}
      loan:
        from: {schema: public, table: loans, as: l}
        customer: l.user_id
        status: {column: l.state, codes: {A: active}}
        principal: {column: l.principal, money: major-decimal}
        creditLimit: {column: l.maximum, money: major-decimal}
        overdueAmount: {column: l.overdue, money: major-decimal}
        daysPastDue: l.dpd
        nextDueDate: {column: l.next_due_on, date: date}
        nextDueAmount: {column: l.next_due, money: major-decimal}
        openedOn: {column: l.opened_on, date: date}
        lenderOfRecord: {column: l.lender, "yes": ["Y"], "no": ["N"]}
      """;

  private static final String APPLICATION =
      """
      application:
        from: {schema: public, table: applications, as: a}
        customer: a.user_id
        appliedOn: {column: a.applied_at, date: timestamp}
      """;
  private static final List<Metric> METRICS = List.of(Metric.OUTSTANDING_PRINCIPAL);

  private final PlayedBooks books = new PlayedBooks();

  @Test
  void readsAsManyRowsOfAPersonAsThereMayBeAndNotOneMore() {
    books.customer("17");
    for (int i = 0; i < AgentLimits.ROWS_PER_PERSON_MAX; i++) {
      books.loan("17", "A", "1.00");
    }
    assertThat(read(Set.of("17")))
        .isEqualTo(new SubjectValues.Values(true, List.of(100L * AgentLimits.ROWS_PER_PERSON_MAX)));

    books.loan("17", "A", "1.00");
    assertThat(read(Set.of("17"))).isEqualTo(new SubjectValues.Unreadable());
  }

  @Test
  void readsAsManyReferencesOfAPersonAsThereMayBeAndNotOneMore() {
    books.customer("1");

    assertThat(read(references(AgentLimits.REFERENCES_PER_PERSON_MAX)))
        .isEqualTo(new SubjectValues.Values(true, List.of(0L)));
    assertThat(read(references(AgentLimits.REFERENCES_PER_PERSON_MAX + 1)))
        .isEqualTo(new SubjectValues.Unreadable());
  }

  @Test
  void saysNothingWhereASumOverflows() {
    books.customer("17");
    books.loan("17", "A", "90000000000000000.00");
    books.loan("17", "A", "90000000000000000.00");

    assertThat(read(Set.of("17"))).isEqualTo(new SubjectValues.Unreadable());
  }

  /** A refusal, or values of the others alone, would tell that somebody has such a row. */
  @Test
  void saysNothingOfAnybodyWhereTheStatementFailsAtSomebodysRow() {
    PlatformSource failing =
        PlayedBooks.source(
            (_, _) -> {
              throw new PlatformTables.UnreadableRowsException();
            });

    assertThat(failing.read(List.of(Set.of("17"), Set.of()), METRICS, DAY, ZONE, 2))
        .containsExactly(new SubjectValues.Unreadable(), new SubjectValues.Unreadable());
  }

  @Test
  void saysNothingOfAPersonWithARowThatDoesNotFitAndReadsTheOthers() {
    books.customer("17");
    books.loan("17", "A", "1.00");
    books.loan("17", "unheard of", "1.00");
    books.customer("18");
    books.loan("18", "A", "2.00");

    assertThat(read(Set.of("17"))).isEqualTo(new SubjectValues.Unreadable());
    assertThat(read(Set.of("17", "18"))).isEqualTo(new SubjectValues.Unreadable());
    assertThat(read(Set.of("18"))).isEqualTo(new SubjectValues.Values(true, List.of(200L)));
  }

  /** A column of another type or collation equals a reference that it prints otherwise. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void saysNothingOfAnybodyWhereARowsReferenceIsSpeltOtherwise(int statement) {
    List<@Nullable String> loan = row(0, "17.0");
    List<List<List<@Nullable String>>> results = new ArrayList<>();
    results.add(List.of(List.of("17")));
    results.add(List.of(row(0, "17")));
    PlatformSource source = PlayedBooks.source((_, _) -> results);
    List<Set<String>> asked = List.of(Set.of("17"), Set.of());
    assertThat(source.read(asked, METRICS, DAY, ZONE, 2))
        .containsExactly(
            new SubjectValues.Values(true, List.of(100L)),
            new SubjectValues.Values(false, List.of(0L)));

    results.set(statement, List.of(statement == 0 ? List.of("17.0") : loan));

    assertThat(source.read(asked, METRICS, DAY, ZONE, 2))
        .containsExactly(new SubjectValues.Unreadable(), new SubjectValues.Unreadable());
  }

  @Test
  void saysNothingOfAPersonWithAnApplicationThatDoesNotFit() throws Exception {
    List<List<@Nullable String>> applications = new ArrayList<>();
    List<List<@Nullable String>> customers = List.of(List.of("17"));
    PlatformSource source =
        new PlatformSource(
            MappingReader.read(LOAN + APPLICATION),
            (_, _) -> List.of(customers, List.of(), applications));
    List<Metric> asked = List.of(Metric.APPLICATIONS_7D);

    applications.add(List.of("17", "2026-03-01 08:00:00"));
    assertThat(source.read(List.of(Set.of("17")), asked, DAY, ZONE, 2))
        .containsExactly(new SubjectValues.Values(true, List.of(1L)));
    applications.add(List.of("17", "infinity"));
    assertThat(source.read(List.of(Set.of("17")), asked, DAY, ZONE, 2))
        .containsExactly(new SubjectValues.Unreadable());
  }

  /** Else the number of parameters, and so the statement's work, would tell a stranger. */
  @Test
  void aStrangerHasAPlaceInTheStatementsToo() {
    List<@Nullable Object> parameters = new ArrayList<>();
    PlatformSource watched =
        PlayedBooks.source(
            (zone, requests) -> {
              requests.forEach(request -> parameters.addAll(request.parameters()));
              return books.inOneSnapshot(zone, requests);
            });

    watched.read(List.of(Set.of("17"), Set.of()), METRICS, DAY, ZONE, 2);

    @Nullable String[] places = {"17", null};
    assertThat(parameters).containsExactly(places, places);
  }

  /** The empty side of an outer join is no customer whose reference is a word. */
  @Test
  void passesOverRowsOfNobody() {
    List<@Nullable String> nobody = new ArrayList<>();
    nobody.add(null);
    nobody.add("110101199003070003");
    PlatformSource source =
        PlayedBooks.source((_, _) -> List.of(List.of(List.of("17", "x"), nobody)));

    assertThat(source.page(Optional.empty(), 10, ZONE))
        .extracting(PlatformSource.StoredCustomer::reference)
        .containsExactly("17");
  }

  private SubjectValues read(Set<String> references) {
    return books.source().read(List.of(references), METRICS, DAY, ZONE, 2).getFirst();
  }

  private static Set<String> references(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.toSet());
  }

  @Test
  void readsALoanOfThisLenderAndPassesOverAnothersOfTheSame() throws Exception {
    assertThat(reader().loan(row(1, "A"))).isPresent();
    assertThat(reader().loan(row(9, "N"))).isEmpty();
    List<@Nullable String> nothingDue = row(7, null);
    nothingDue.set(6, null);
    assertThat(reader().loan(nothingDue)).isPresent();
  }

  /** A row that is guessed at would be a wrong sum. */
  @ParameterizedTest
  @CsvSource({
    "1,X",
    "1,",
    "2,",
    "2,1e3",
    "5,-1",
    "5,",
    "5,1.0",
    "6,2026-02-30",
    "7,",
    "8,",
    "9,X",
    "9,"
  })
  void refusesARowThatDoesNotFitTheMapping(int column, @Nullable String value) throws Exception {
    RowReader reader = reader();
    List<@Nullable String> row = row(column, value);
    assertThatExceptionOfType(UnmappedRowException.class).isThrownBy(() -> reader.loan(row));
  }

  private static RowReader reader() throws MappingException {
    return new RowReader(MappingReader.read(LOAN), ZONE, 2);
  }

  private static List<@Nullable String> row(int column, @Nullable String value) {
    List<@Nullable String> row =
        new ArrayList<>(
            List.of(
                "17", "A", "1.00", "2.00", "0.00", "0", "2026-03-09", "1.00", "2026-01-01", "Y"));
    row.set(column, value);
    return row;
  }
}
