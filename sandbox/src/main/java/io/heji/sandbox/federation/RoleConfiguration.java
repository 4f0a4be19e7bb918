package io.heji.sandbox.federation;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One role's {@code application.properties}. It holds database passwords, so only its owner can
 * read it.
 */
final class RoleConfiguration {
  private final FederationLayout layout;
  private final String process;
  private final Map<String, String> keys = new LinkedHashMap<>();

  /**
   * @param process the party's id, or another name where it has several processes
   */
  RoleConfiguration(
      FederationLayout layout, PartyId party, String process, DatabaseAccess own, int management) {
    this.layout = layout;
    this.process = process;
    keys.put("heji.party.id", party.value());
    keys.put("heji.federation.regulators", layout.regulators().toString());
    keys.put("heji.keys.directory", layout.keys(party).toString());
    keys.put("heji.tls.certificate", layout.certificate(party).toString());
    keys.put("heji.tls.key", layout.certificateKey(party).toString());
    keys.put("heji.tls.ca", layout.ca().toString());
    keys.put("quarkus.management.port", Integer.toString(management));
    keys.put("quarkus.datasource.username", own.user());
    keys.put("quarkus.datasource.password", own.password());
    keys.put("quarkus.datasource.jdbc.url", own.jdbcUrl());
    keys.put("quarkus.datasource.reactive.url", own.reactiveUrl());
  }

  /** What the process sees is written down. */
  RoleConfiguration capture() {
    keys.put("heji.capture.file", layout.capture(process).toString());
    return this;
  }

  /** The gateway's listeners and documents. */
  RoleConfiguration gateway(int apiPort, int linkPort) {
    keys.put("heji.documents.directory", layout.documents().toString());
    keys.put("heji.api.host", "127.0.0.1");
    keys.put("heji.api.port", Integer.toString(apiPort));
    keys.put("heji.link.host", "127.0.0.1");
    keys.put("heji.link.port", Integer.toString(linkPort));
    return this;
  }

  /** Who runs the migrations and owns the tables, which the process itself does not. */
  RoleConfiguration owner(DatabaseAccess owner) {
    keys.put("quarkus.flyway.username", owner.user());
    keys.put("quarkus.flyway.password", owner.password());
    return this;
  }

  /** How quickly the gateway issues rosters. */
  RoleConfiguration pace(RosterPace pace) {
    keys.put("heji.roster.absence", pace.absence().toString());
    keys.put("heji.roster.announcement", pace.announcement().toString());
    return this;
  }

  /** Where a member dials. */
  RoleConfiguration member(int linkPort) {
    keys.put("heji.gateway.host", "localhost");
    keys.put("heji.gateway.port", Integer.toString(linkPort));
    return this;
  }

  /** What an agent reads. */
  RoleConfiguration source(DatabaseAccess reader, Path mapping) {
    keys.put("heji.source.reactive-url", reader.reactiveUrl());
    keys.put("heji.source.username", reader.user());
    keys.put("heji.source.password", reader.password());
    keys.put("heji.source.mapping", mapping.toString());
    return this;
  }

  void write() throws IOException {
    Path file = layout.configuration(process);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    StringBuilder text = new StringBuilder();
    keys.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
  }
}
