package io.heji.agent.source;

import io.heji.agent.AgentLimits;
import io.heji.agent.source.Mapping.ApplicationShape;
import io.heji.agent.source.Mapping.CustomerShape;
import io.heji.agent.source.Mapping.Join;
import io.heji.agent.source.Mapping.LoanShape;
import io.heji.agent.source.Mapping.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL made from a mapping: quoted identifiers, parameters, nothing else. Every column is read
 * as text and parsed by the mapping's own forms. The same statements serve customers and strangers:
 * a stranger's place in the parameter is NULL, which equals nothing.
 */
final class Statements {
  private final Mapping mapping;

  Statements(Mapping mapping) {
    this.mapping = mapping;
  }

  /** Which references are on the books: column 0 reference. Parameter 1: references as text[]. */
  String known() {
    CustomerShape shape = mapping.customer();
    return ofPersons(List.of(shape.reference()), shape.tables(), shape.reference());
  }

  /**
   * Loans: reference, status, principal, limit, overdue, days past due, next due date and amount,
   * opened, lender of record if mapped.
   */
  String loans() {
    LoanShape shape = mapping.loan();
    List<ColumnRef> columns = new ArrayList<>();
    columns.add(shape.customer());
    columns.add(shape.status().column());
    columns.add(shape.principal().column());
    columns.add(shape.creditLimit().column());
    columns.add(shape.overdueAmount().column());
    columns.add(shape.daysPastDue());
    columns.add(shape.nextDueDate().column());
    columns.add(shape.nextDueAmount().column());
    columns.add(shape.openedOn().column());
    shape.lenderOfRecord().ifPresent(record -> columns.add(record.column()));
    return ofPersons(columns, shape.tables(), shape.customer());
  }

  /** Applications: reference, date. */
  String applications(ApplicationShape shape) {
    return ofPersons(
        List.of(shape.customer(), shape.appliedOn().column()), shape.tables(), shape.customer());
  }

  /** How many customers there are. */
  String count() {
    return "select count(*) from " + from(mapping.customer().tables());
  }

  /** The first page of customers: reference, identity. Parameter 1: page size. */
  String firstPage() {
    return customers("");
  }

  /**
   * The page after a customer. Parameter 1: page size, 2: the reference as text, 3: the identity,
   * empty for none. By both, since a join may give one reference several identities, and a page may
   * end between them.
   */
  String nextPage() {
    String reference = mapping.customer().reference().sql();
    String last = "($2::text)::" + mapping.customer().type().sql();
    return customers(
        " where "
            + reference
            + " >= "
            + last
            + " and ("
            + reference
            + " > "
            + last
            + " or "
            + identityText()
            + " > $3::text)");
  }

  private String customers(String where) {
    CustomerShape shape = mapping.customer();
    return select(List.of(shape.reference(), shape.identity()), shape.tables())
        + where
        + " order by "
        + shape.reference().sql()
        + ", "
        + identityText()
        + " limit $1";
  }

  private String identityText() {
    return "coalesce(" + mapping.customer().identity().sql() + "::text, '')";
  }

  /**
   * Rows of the references of parameter 1, of each no more than show that there are too many: a
   * person with rows without end must not fill the agent's memory.
   */
  private String ofPersons(List<ColumnRef> columns, Tables tables, ColumnRef reference) {
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      inner.add(columns.get(i).sql() + "::text as c" + i);
      outer.add("c" + i);
    }
    inner.add("row_number() over (partition by " + reference.sql() + ") as place");
    return "select "
        + String.join(", ", outer)
        + " from (select "
        + String.join(", ", inner)
        + " from "
        + from(tables)
        + where(reference)
        + ") as found where place <= "
        + (AgentLimits.ROWS_PER_PERSON_MAX + 1);
  }

  private static String select(List<ColumnRef> columns, Tables tables) {
    return columns.stream()
            .map(column -> column.sql() + "::text")
            .collect(Collectors.joining(", ", "select ", " from "))
        + from(tables);
  }

  private static String from(Tables tables) {
    StringBuilder sql = new StringBuilder(table(tables.schema(), tables.table(), tables.alias()));
    for (Join join : tables.joins()) {
      sql.append(join.optional() ? " left join " : " join ")
          .append(table(tables.schema(), join.table(), join.alias()))
          .append(" on ")
          .append(join.left().sql())
          .append(" = ")
          .append(join.right().sql());
    }
    return sql.toString();
  }

  private static String table(String schema, String table, String alias) {
    return ColumnRef.quoted(schema)
        + "."
        + ColumnRef.quoted(table)
        + " as "
        + ColumnRef.quoted(alias);
  }

  private String where(ColumnRef reference) {
    // Cast on the parameter, not on the column, so that the platform's own index serves.
    return " where "
        + reference.sql()
        + " = any(($1::text[])::"
        + mapping.customer().type().sql()
        + "[])";
  }
}
