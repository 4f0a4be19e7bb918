package io.heji.sandbox.postgres;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The sandbox's database server. Used by one thread at a time. */
public final class SandboxPostgres implements AutoCloseable {
  /** Connections of all roles of eight platforms together, with room. */
  private static final int CONNECTIONS_MAX = 250;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** How long the children of a killed server are waited for; they notice within milliseconds. */
  private static final Duration CHILDREN_END_WITHIN = Duration.ofSeconds(10);

  private static final int PASSWORD_BYTES = 18;

  private final EmbeddedPostgres.Builder builder;
  private final Path dataDirectory;
  private final Randomness randomness;
  private EmbeddedPostgres server;

  private SandboxPostgres(
      EmbeddedPostgres.Builder builder, Path dataDirectory, Randomness randomness)
      throws IOException {
    this.builder = builder;
    this.dataDirectory = dataDirectory;
    this.randomness = randomness;
    this.server = builder.start();
  }

  /**
   * Starts a server on a free port, its data below the folder.
   *
   * @param log what the server prints
   * @param logsStatements whether that includes every statement with its parameters
   */
  public static SandboxPostgres start(
      Path folder, Path log, boolean logsStatements, Randomness randomness) throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(folder);
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder.Redirect printed = ProcessBuilder.Redirect.appendTo(log.toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOutputRedirector(printed)
            .setErrorRedirector(printed)
            .setServerConfig("log_statement", logsStatements ? "all" : "none")
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(folder.resolve("server").toFile())
            .setPGStartupWait(START_TIMEOUT)
            // Off by default in this embedded server; on, so that durable means durable.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", Integer.toString(CONNECTIONS_MAX))
            .setServerConfig("shared_buffers", "128MB")
            .setServerConfig("password_encryption", "scram-sha-256");
    return new SandboxPostgres(builder, data, randomness);
  }

  /**
   * A database with a login role that owns it and nothing else.
   *
   * @param name of both, made of letters, digits and underscores
   */
  public DatabaseAccess create(String name) throws SQLException {
    String password = password();
    try (Connection connection = administrator("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create role \"" + name + "\" login password '" + password + "'");
      statement.execute("create database \"" + name + "\" owner \"" + name + "\"");
      statement.execute("revoke connect on database \"" + name + "\" from public");
    }
    return new DatabaseAccess(server.getPort(), name, name, password);
  }

  /** A role that may log in to a database and do there what its owner grants. */
  public DatabaseAccess createRunner(DatabaseAccess owner) throws SQLException {
    String name = owner.database() + "_runner";
    String password = password();
    try (Connection connection = administrator("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create role \"" + name + "\" login password '" + password + "'");
      statement.execute(
          "grant connect on database \"" + owner.database() + "\" to \"" + name + "\"");
    }
    return new DatabaseAccess(server.getPort(), owner.database(), name, password);
  }

  /**
   * A role that may read all tables of a database's {@code public} schema, now and later, and do
   * nothing else.
   */
  public DatabaseAccess createReader(DatabaseAccess owner) throws SQLException {
    String name = owner.database() + "_reader";
    String password = password();
    try (Connection connection = administrator(owner.database());
        Statement statement = connection.createStatement()) {
      statement.execute("create role \"" + name + "\" login password '" + password + "'");
      statement.execute("alter role \"" + name + "\" set default_transaction_read_only = on");
      statement.execute(
          "grant connect on database \"" + owner.database() + "\" to \"" + name + "\"");
      statement.execute("grant usage on schema public to \"" + name + "\"");
      statement.execute("grant select on all tables in schema public to \"" + name + "\"");
      statement.execute(
          "alter default privileges for role \""
              + owner.user()
              + "\" in schema public grant select on tables to \""
              + name
              + "\"");
    }
    return new DatabaseAccess(server.getPort(), owner.database(), name, password);
  }

  private Connection administrator(String database) throws SQLException {
    Connection connection = DriverManager.getConnection(server.getJdbcUrl("postgres", database));
    try (Statement statement = connection.createStatement()) {
      // Passwords of roles are not for the server's log.
      statement.execute("set log_statement = 'none'");
    }
    return connection;
  }

  private String password() {
    return Bytes.copyOf(randomness.bytes(PASSWORD_BYTES)).base64Url();
  }

  /** The server's process, so that a later start can end it should this one be killed. */
  public ProcessHandle process() throws IOException {
    String pid =
        Files.readAllLines(dataDirectory.resolve("postmaster.pid"), StandardCharsets.UTF_8)
            .getFirst()
            .strip();
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new IOException("the database server is gone"));
  }

  /**
   * Ends the server's first process at once, as a power cut would, and waits until its children
   * have noticed: PostgreSQL does not start again while one of them holds the shared memory.
   */
  public void kill() throws IOException, InterruptedException {
    ProcessHandle first = process();
    List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
    first.children().forEach(child -> ends.add(child.onExit()));
    ends.add(first.onExit());
    boolean _ = first.destroyForcibly();
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(CHILDREN_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException unreaped) {
      // Where nobody collects orphans they count as running; PostgreSQL itself sees who is there.
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("bug: waiting for an end failed", impossible);
    }
  }

  /** Starts a server that was killed again: the same data, the same port; it recovers by itself. */
  public void restart() throws IOException {
    int port = server.getPort();
    // Nothing runs any more; it gives back the lock on the data.
    server.close();
    server = builder.setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
