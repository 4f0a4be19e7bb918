package io.heji.sandbox.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How to reach one database as one role. */
public record DatabaseAccess(int port, String database, String user, String password) {
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public String reactiveUrl() {
    return "postgresql://127.0.0.1:" + port + "/" + database;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user, password);
  }

  @Override
  public String toString() {
    return "DatabaseAccess[" + database + " as " + user + "]";
  }
}
