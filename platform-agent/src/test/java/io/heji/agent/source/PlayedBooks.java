package io.heji.agent.source;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A platform's books in memory, behind the mapping of the decimal kind; counts what is asked of
 * them.
 */
public final class PlayedBooks implements PlatformTables {
  private static final String MAPPING =
      """
      version: 1
      customer:
        from: {schema: public, table: users, as: u}
        reference: {column: u.user_id, type: bigint}
        identity: {column: u.id_card_no, scheme: cn-resident-id}
      loan:
        from: {schema: public, table: loan_accounts, as: l}
        customer: l.user_id
        status: {column: l.state, codes: {A: active, C: closed}}
        principal: {column: l.principal_yuan, money: major-decimal}
        creditLimit: {column: l.limit_yuan, money: major-decimal}
        overdueAmount: {column: l.overdue_yuan, money: major-decimal}
        daysPastDue: l.dpd
        nextDueDate: {column: l.next_due_on, date: date}
        nextDueAmount: {column: l.next_due_yuan, money: major-decimal}
        openedOn: {column: l.opened_on, date: date}
      """;

  private final List<List<@Nullable String>> loans = new ArrayList<>();
  private final List<String> known = new ArrayList<>();
  private final List<Integer> statementsAsked = new ArrayList<>();
  private Runnable whenRead = () -> {};

  /** The books as an agent reads them. */
  public PlatformSource source() {
    return source(this);
  }

  /** The same mapping over other tables. */
  static PlatformSource source(PlatformTables tables) {
    try {
      return new PlatformSource(MappingReader.read(MAPPING), tables);
    } catch (MappingException broken) {
      throw new AssertionError(broken);
    }
  }

  public void customer(String reference) {
    known.add(reference);
  }

  /** An active loan, or one of whatever state the code says. */
  public void loan(String reference, String state, String principal) {
    loan(reference, state, principal, "2026-01-01");
  }

  /** The same, opened on this day. */
  public void loan(String reference, String state, String principal, String openedOn) {
    List<@Nullable String> row = new ArrayList<>();
    row.addAll(List.of(reference, state, principal, "10000.00", "0.00", "0"));
    row.add(null);
    row.add(null);
    row.add(openedOn);
    loans.add(row);
  }

  /** What happens whenever somebody is looked up. */
  public void whenRead(Runnable happens) {
    whenRead = happens;
  }

  /** How many statements each reading took. */
  public List<Integer> statementsAsked() {
    return statementsAsked;
  }

  @Override
  public List<List<List<@Nullable String>>> inOneSnapshot(ZoneId zone, List<Request> requests) {
    statementsAsked.add(requests.size());
    whenRead.run();
    @Nullable String[] wanted = (@Nullable String[]) requests.getFirst().parameters().getFirst();
    List<@Nullable String> asked = java.util.Arrays.asList(wanted);
    List<List<@Nullable String>> people = new ArrayList<>();
    known.stream().filter(asked::contains).forEach(reference -> people.add(List.of(reference)));
    List<List<@Nullable String>> rows =
        loans.stream().filter(row -> asked.contains(row.getFirst())).toList();
    return List.of(people, rows);
  }
}
