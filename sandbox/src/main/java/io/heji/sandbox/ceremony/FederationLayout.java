package io.heji.sandbox.ceremony;

import io.heji.protocol.document.PartyId;
import java.nio.file.Path;

/** Where everything lies below the sandbox's home. */
public record FederationLayout(Path home) {
  /** The pinned regulators, the same file for all. */
  public Path regulators() {
    return home.resolve("regulators.json");
  }

  /** The federation's CA certificate. */
  public Path ca() {
    return home.resolve("ca.pem");
  }

  /** Signed documents, as the gateway loads them. */
  public Path documents() {
    return home.resolve("documents");
  }

  /** A role's working directory. */
  public Path role(PartyId party) {
    return role(party.value());
  }

  /** The working directory of a process, which bears the name of its role. */
  public Path role(String process) {
    return home.resolve("roles").resolve(process);
  }

  /** The name of a role's second process. */
  public static String beside(PartyId party) {
    return party + "-2";
  }

  public Path keys(PartyId party) {
    return role(party).resolve("keys");
  }

  public Path certificate(PartyId party) {
    return role(party).resolve("tls").resolve("certificate.pem");
  }

  public Path certificateKey(PartyId party) {
    return role(party).resolve("tls").resolve("key.pem");
  }

  /** What Quarkus reads at start. */
  public Path configuration(String process) {
    return role(process).resolve("config").resolve("application.properties");
  }

  /** What the role's process saw. */
  public Path capture(PartyId party) {
    return capture(party.value());
  }

  /** What a process saw. */
  public Path capture(String process) {
    return role(process).resolve("capture.jsonl");
  }

  /** What a role's process printed. */
  public Path log(PartyId party) {
    return home.resolve("logs").resolve(party + ".log");
  }

  /** What the database server printed. */
  public Path databaseLog() {
    return home.resolve("logs").resolve("postgresql.log");
  }

  /** A bank's home, with its profile. */
  public Path bank(PartyId bank) {
    return home.resolve("banks").resolve(bank.value());
  }
}
