package io.heji.sandbox.bench;

import io.heji.sandbox.federation.StepTimer;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How long the server takes to make one small row durable: INSERT and COMMIT, fsync on. */
final class CommitLatency implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final List<Long> nanos = new ArrayList<>();

  CommitLatency(DatabaseAccess owner) throws SQLException {
    connection = owner.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table bench_commit (id bigserial primary key, note text not null)");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("insert into bench_commit (note) values ('small')");
  }

  void measure(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      StepTimer timer = new StepTimer(System::nanoTime);
      insert.executeUpdate();
      connection.commit();
      nanos.add(timer.lap().toNanos());
    }
  }

  Spread spread() {
    return Spread.ofNanos(nanos);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
