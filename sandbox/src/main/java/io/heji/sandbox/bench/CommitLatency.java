package io.heji.sandbox.bench;

import io.heji.sandbox.federation.StepTimer;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the server takes to make one small row durable: INSERT and COMMIT. A server that does
 * not wait for the disk is refused: everything would look fast.
 */
final class CommitLatency implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final List<Long> following = new ArrayList<>();
  private final List<Long> afterPause = new ArrayList<>();

  CommitLatency(DatabaseAccess owner) throws SQLException {
    connection = owner.connect();
    try (Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        requireOn(statement, setting);
      }
      statement.execute("create table bench_commit (id bigserial primary key, note text not null)");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("insert into bench_commit (note) values ('small')");
  }

  private static void requireOn(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      if (!row.getString(1).equals("on")) {
        throw new SQLException("the server has " + setting + " off; nothing is measured on it");
      }
    }
  }

  /** One after the other. */
  void measure(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      following.add(commit());
    }
  }

  /** One after a pause, for which the caller has seen to it. */
  void measureAfterPause() throws SQLException {
    afterPause.add(commit());
  }

  private long commit() throws SQLException {
    StepTimer timer = new StepTimer(System::nanoTime);
    insert.executeUpdate();
    connection.commit();
    return timer.lap().toNanos();
  }

  Spread following() {
    return Spread.ofNanos(following);
  }

  Spread afterPause() {
    return Spread.ofNanos(afterPause);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
