package io.heji.sandbox.platform;

import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.RegisteredCustomers;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes a platform's books into its own database. */
public final class PlatformLoader {
  /** How many rows go in between two reports of progress. */
  private static final int ROWS_A_REPORT = 2_000;

  /** Customers without loans that are in memory at a time. */
  private static final int BATCH = 20_000;

  private PlatformLoader() {}

  /**
   * Creates the tables and copies the rows in, reporting how many went in since the last report.
   */
  public static void load(
      DatabaseAccess owner, PlatformSchema schema, List<Customer> customers, LongConsumer progress)
      throws SQLException {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      for (String table : schema.ddl()) {
        statement.execute(table);
      }
      for (CopyTable table : schema.tables(customers)) {
        copy(connection.unwrap(PGConnection.class), table, progress);
      }
      for (String index : schema.indexes()) {
        statement.execute(index);
      }
      statement.execute("analyze");
    }
  }

  /** Writes customers without loans beside those that {@link #load} wrote. */
  public static void register(
      DatabaseAccess owner,
      PlatformSchema schema,
      RegisteredCustomers registered,
      LongConsumer progress)
      throws SQLException {
    if (registered.count() == 0) {
      return;
    }
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      for (int from = 0; from < registered.count(); from += BATCH) {
        for (CopyTable table : schema.tables(registered.batch(from, BATCH))) {
          if (!table.rows().isEmpty()) {
            copy(connection.unwrap(PGConnection.class), table, progress);
          }
        }
      }
      statement.execute("analyze");
    }
  }

  private static void copy(PGConnection connection, CopyTable table, LongConsumer progress)
      throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(table.statement());
    int since = 0;
    for (String row : table.rows()) {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      since++;
      if (since == ROWS_A_REPORT) {
        progress.accept(since);
        since = 0;
      }
    }
    copy.endCopy();
    progress.accept(since);
  }

  /** How many rows a platform's books have. */
  public static long rows(PlatformSchema schema, List<Customer> customers) {
    return schema.tables(customers).stream().mapToLong(table -> table.rows().size()).sum();
  }

  /** Writes the mapping file that the platform's DBA would write. */
  public static void writeMapping(PlatformSchema schema, Path file) throws IOException {
    try (InputStream mapping =
        PlatformLoader.class.getResourceAsStream("/mappings/" + schema.mapping())) {
      if (mapping == null) {
        throw new IOException(
            "the mapping " + schema.mapping() + " is missing from the class path");
      }
      Files.write(file, mapping.readAllBytes());
    }
  }
}
