package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.GATEWAY;

import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.gateway.played.PlayedFederation;
import io.heji.link.LinkTls;
import io.heji.link.played.PackagedRole;
import io.heji.link.played.PlayedCa;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.SignedDocuments;
import io.heji.store.played.PlayedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that a gateway process finds when it starts: certificates, keys, documents, tables.
 */
final class GatewayHome {
  static final String HOST = "127.0.0.1";
  private static final int HEAP_MEBIBYTES = 192;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path folder;
  private final String database;
  private final int apiPort = PackagedRole.freePort();
  private final int linkPort = PackagedRole.freePort();
  private final PlayedCa ca;
  private final Map<String, String> properties = new TreeMap<>();

  GatewayHome(Path folder, PlayedFederation federation, PlayedDatabase server) throws Exception {
    this.folder = folder;
    this.ca = new PlayedCa(folder.resolve("tls"), "federation");
    Files.writeString(folder.resolve("regulators.json"), federation.pinned().toJson());
    Path keys = Files.createDirectories(folder.resolve("keys"));
    String pem = federation.key(GATEWAY, KeyUse.SIGNING).toPem(SecretAccess.granted());
    writeSecret(keys.resolve("signing.pem"), pem);
    SecretFile.write(keys.resolve("consent.key"), SecretBytes.copyOf(new byte[32]));
    write(federation.documents());
    this.database = newDatabase(server);
    LinkTls tls = ca.party(GATEWAY.value());
    properties.put("quarkus.datasource.username", "postgres");
    properties.put("quarkus.datasource.password", "postgres");
    properties.put("quarkus.datasource.jdbc.url", "jdbc:" + database);
    properties.put("quarkus.datasource.reactive.url", database);
    properties.put("heji.party.id", GATEWAY.value());
    properties.put("heji.federation.regulators", "regulators.json");
    properties.put("heji.keys.directory", "keys");
    properties.put("heji.documents.directory", "documents");
    properties.put("heji.tls.certificate", tls.certificate().toString());
    properties.put("heji.tls.key", tls.key().toString());
    properties.put("heji.tls.ca", tls.ca().toString());
    properties.put("heji.api.host", HOST);
    properties.put("heji.api.port", Integer.toString(apiPort));
    properties.put("heji.link.host", HOST);
    properties.put("heji.link.port", Integer.toString(linkPort));
  }

  private static String newDatabase(PlayedDatabase server) throws SQLException {
    String name = "gateway" + DATABASES.incrementAndGet();
    server.execute("create database " + name);
    return "postgresql://127.0.0.1:" + server.port() + "/" + name;
  }

  /** Puts these documents into the folder. */
  void write(SignedDocuments documents) throws IOException {
    Path target = folder.resolve("documents");
    Path statements = Files.createDirectories(target.resolve("key-statements"));
    Files.writeString(target.resolve("directory.json"), documents.directory());
    Files.writeString(target.resolve("policy.json"), documents.policy());
    Files.writeString(target.resolve("roster.jws"), documents.roster());
    int number = 0;
    for (String statement : documents.keyStatements()) {
      Files.writeString(statements.resolve(number++ + ".jws"), statement);
    }
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  PackagedRole start() throws IOException {
    return start(Map.of());
  }

  /** Starts with some keys of the configuration changed. */
  PackagedRole start(Map<String, String> changed) throws IOException {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(changed);
    return PackagedRole.start(folder, HEAP_MEBIBYTES, all);
  }

  /** A connection to the gateway's own database, as the gateway's own role. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:" + database, "postgres", "postgres");
  }

  /** The gateway runs as this role, which owns its database. Its password is its name. */
  void runAs(String role) throws SQLException {
    execute("create role %s login password '%s'".formatted(role, role));
    execute("alter database %s owner to %s".formatted(databaseName(), role));
    properties.put("quarkus.datasource.username", role);
    properties.put("quarkus.datasource.password", role);
  }

  /** Everything that one role has becomes another's. Its password is its name. */
  void handOver(String from, String to) throws SQLException {
    execute("create role %s login password '%s'".formatted(to, to));
    execute("reassign owned by %s to %s".formatted(from, to));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String databaseName() {
    return database.substring(database.lastIndexOf('/') + 1);
  }

  /** A connection to the gateway's own database as another role. */
  Connection connect(String role) throws SQLException {
    return DriverManager.getConnection("jdbc:" + database, role, role);
  }

  PlayedCa ca() {
    return ca;
  }

  Path caCertificate() {
    return folder.resolve("tls").resolve("ca.crt");
  }

  int apiPort() {
    return apiPort;
  }

  int linkPort() {
    return linkPort;
  }
}
