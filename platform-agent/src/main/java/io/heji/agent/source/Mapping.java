package io.heji.agent.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a platform's tables become customers, loans and applications. Read from a YAML file ({@link
 * MappingReader}); no SQL text is in it.
 *
 * @param customer whom the platform knows
 * @param loan what they owe
 * @param application what they applied for; a platform without the table supplies no application
 *     metrics
 */
public record Mapping(
    CustomerShape customer, LoanShape loan, Optional<ApplicationShape> application) {
  /**
   * Tables that belong together.
   *
   * @param schema of all of them
   * @param table the first
   * @param alias its name in column references
   * @param joins further tables
   */
  record Tables(String schema, String table, String alias, List<Join> joins) {
    public Tables {
      joins = List.copyOf(joins);
    }

    /** The same and one more. */
    Tables with(Join join) {
      return new Tables(
          schema, table, alias, Stream.concat(joins.stream(), Stream.of(join)).toList());
    }

    /** Whether one of them has this name. */
    boolean has(String name) {
      return alias.equals(name) || joins.stream().anyMatch(join -> join.alias().equals(name));
    }
  }

  /**
   * One more table, joined where a column of it equals a column of a table before. {@code optional}
   * keeps rows that have no partner.
   */
  record Join(String table, String alias, ColumnRef left, ColumnRef right, boolean optional) {}

  /**
   * The type of the platform's customer reference: what a text has to be cast to for its index to
   * be used.
   */
  enum ReferenceType {
    TEXT("text"),
    BIGINT("bigint"),
    INTEGER("integer"),
    UUID("uuid");

    private final String sql;

    ReferenceType(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /** Customers: reference and identity number. */
  record CustomerShape(
      Tables tables, ColumnRef reference, ReferenceType type, ColumnRef identity, String scheme) {}

  /** Money in a column. */
  record MoneyColumn(ColumnRef column, MoneyForm form) {}

  /** A date in a column. */
  record DateColumn(ColumnRef column, DateForm form) {}

  /** Codes in a column. */
  record StatusColumn(ColumnRef column, Map<String, LoanStatus> codes) {
    public StatusColumn {
      codes = Map.copyOf(codes);
    }
  }

  /** Whether the platform is the lender of record: only it reports a co-lent loan. */
  record RecordColumn(ColumnRef column, List<String> yes, List<String> no) {
    public RecordColumn {
      yes = List.copyOf(yes);
      no = List.copyOf(no);
    }
  }

  /** Loans. */
  record LoanShape(
      Tables tables,
      ColumnRef customer,
      StatusColumn status,
      MoneyColumn principal,
      MoneyColumn creditLimit,
      MoneyColumn overdueAmount,
      ColumnRef daysPastDue,
      DateColumn nextDueDate,
      MoneyColumn nextDueAmount,
      DateColumn openedOn,
      Optional<RecordColumn> lenderOfRecord) {}

  /** Applications. */
  record ApplicationShape(Tables tables, ColumnRef customer, DateColumn appliedOn) {}
}
