package io.heji.sandbox.leak;

import io.heji.sandbox.leak.LeakScanner.Search;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole database for a search. */
public final class DatabaseRows {
  private static final int ROWS_AT_A_TIME = 1_000;

  private DatabaseRows() {}

  /**
   * Searches every row of every table of every schema but PostgreSQL's own. A table that the
   * connection may not read is a failure: it would pass unread.
   */
  public static void into(Search search, Connection connection) throws SQLException {
    // Rows come in portions only within a transaction.
    connection.setAutoCommit(false);
    for (String table : tables(connection)) {
      search.text(table);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
          StringBuilder portion = new StringBuilder();
          for (int row = 1; rows.next(); row++) {
            portion.append(rows.getString(1)).append('\n');
            if (row % ROWS_AT_A_TIME == 0) {
              search.text(portion.toString());
              portion.setLength(0);
            }
          }
          search.text(portion.toString());
        }
      }
    }
    connection.rollback();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select quote_ident(n.nspname) || '.' || quote_ident(c.relname)"
                    + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where c.relkind in ('r', 'm') and n.nspname <> 'information_schema'"
                    + " and n.nspname not like 'pg\\_%' order by 1")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
