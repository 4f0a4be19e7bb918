package io.heji.store.played;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own, which can hold a table, go away and be full. */
public final class PlayedDatabase implements AutoCloseable {
  private static final String OWNER = "postgres";

  private final @Nullable Path data;
  private EmbeddedPostgres postgres;
  private @Nullable Vertx vertx;
  private boolean hasFullDisk;

  private PlayedDatabase(@Nullable Path data, EmbeddedPostgres postgres) {
    this.data = data;
    this.postgres = postgres;
  }

  /** One that forgets what it was told when its machine fails. */
  public static PlayedDatabase start() throws IOException {
    return new PlayedDatabase(null, EmbeddedPostgres.start());
  }

  /** One as durable as in production. */
  public static PlayedDatabase durable() throws IOException {
    return new PlayedDatabase(
        null, EmbeddedPostgres.builder().setServerConfig("fsync", "on").start());
  }

  /** One whose data stay in this folder while it is gone. */
  public static PlayedDatabase in(Path folder) throws IOException {
    Path data = folder.resolve("data");
    return new PlayedDatabase(data, at(data).start());
  }

  private static EmbeddedPostgres.Builder at(Path data) {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
  }

  /** From now on nobody answers at its port. */
  public void goes() {
    try {
      postgres.close();
    } catch (IOException stuck) {
      throw new UncheckedIOException(stuck);
    }
  }

  /** It is back at the same port, with all that it was told. */
  public void comesBack() throws IOException {
    if (data == null) {
      throw new IllegalStateException("its data went with it");
    }
    postgres = at(data).setPort(port()).start();
  }

  /** Ends it, and every pool. */
  @Override
  public void close() throws IOException {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    postgres.close();
  }

  public int port() {
    return postgres.getPort();
  }

  /** As the tables' owner. */
  public DataSource dataSource() {
    return postgres.getPostgresDatabase();
  }

  /** A connection of the tables' owner. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  /** So many connections of the tables' owner. */
  public Pool pool(int connections) {
    return pool(connections, OWNER);
  }

  /** So many connections of a role whose password is its name. */
  public Pool pool(int connections, String role) {
    if (vertx == null) {
      vertx = Vertx.vertx();
    }
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(connections))
        .connectingTo(
            new PgConnectOptions()
                .setHost("localhost")
                .setPort(port())
                .setUser(role)
                .setPassword(role)
                .setDatabase("postgres")
                // As every packaged role does.
                .setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of every row. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }

  /** The number in the only row. */
  public int number(String sql) throws SQLException {
    return Integer.parseInt(rows(sql).getFirst());
  }

  /** From now on an insert into a table fails with error class 53, as a full disk gives it. */
  public void fullAt(String table) throws SQLException {
    if (!hasFullDisk) {
      execute(
          "create function full_disk() returns trigger language plpgsql as"
              + " $$ begin raise exception 'full' using errcode = '53100'; end $$");
      hasFullDisk = true;
    }
    execute("create trigger full_disk after insert on " + table + " execute function full_disk()");
  }

  /** There is room again. */
  public void roomAt(String table) throws SQLException {
    execute("drop trigger if exists full_disk on " + table);
  }
}
