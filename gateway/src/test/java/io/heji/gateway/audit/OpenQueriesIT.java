package io.heji.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.store.played.PlayedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which queries have no outcome yet, by the log's own trigger on PostgreSQL. */
class OpenQueriesIT {
  private PlayedDatabase database;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    database = PlayedDatabase.start();
    connection = database.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    database.close();
  }

  @Test
  void aQueryIsOpenFromItsPermissionToItsOutcome() throws Exception {
    migrate(MigrationVersion.LATEST);

    permitted("bank-north", "answered");
    permitted("bank-north", "refused");
    permitted("bank-south", "answered");
    record("decision", "bank-north", "denied", "refused", "'floor-not-met'", "null");
    assertThat(open())
        .containsExactly("bank-north answered", "bank-north refused", "bank-south answered");

    record("disclosure", "bank-north", "answered", "answered", "null", "'\\x00'");
    record("disclosure", "bank-north", "refused", "refused", "'interrupted'", "null");
    assertThat(open()).containsExactly("bank-south answered");
  }

  @Test
  void whatIsRolledBackIsNotOpen() throws Exception {
    migrate(MigrationVersion.LATEST);
    permitted("bank-north", "kept");

    connection.setAutoCommit(false);
    permitted("bank-north", "lost");
    record("disclosure", "bank-north", "kept", "answered", "null", "'\\x00'");
    connection.rollback();

    assertThat(open()).containsExactly("bank-north kept");
  }

  /** A log from before there was the table. */
  @Test
  void theMigrationFindsWhatIsOpen() throws Exception {
    migrate(MigrationVersion.fromVersion("101"));
    permitted("bank-north", "answered");
    record("disclosure", "bank-north", "answered", "answered", "null", "'\\x00'");
    permitted("bank-north", "open");
    record("decision", "bank-north", "denied", "refused", "'floor-not-met'", "null");

    migrate(MigrationVersion.LATEST);

    assertThat(open()).containsExactly("bank-north open");
  }

  private void migrate(MigrationVersion target) {
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations("db/common", "db/gateway")
        .placeholders(Map.of("runner", "postgres"))
        .target(target)
        // What the running role may do is of the newest tables.
        .skipDefaultCallbacks(true)
        .load()
        .migrate();
  }

  private void permitted(String bank, String jti) throws SQLException {
    record("decision", bank, jti, "permitted", "null", "null");
  }

  private void record(
      String kind, String bank, String jti, String outcome, String problem, String hash)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into decision_log (kind, at, bank, jti, query_hash, outcome, problem, facts,"
              + " disclosure_hash) values ('%s', now(), '%s', '%s', '\\x00', '%s', %s, '{}', %s)"
                  .formatted(kind, bank, jti, outcome, problem, hash));
    }
  }

  private List<String> open() throws SQLException {
    return database.rows("select bank || ' ' || jti from open_query order by seq");
  }
}
