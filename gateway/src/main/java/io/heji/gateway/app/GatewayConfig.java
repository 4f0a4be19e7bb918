package io.heji.gateway.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The gateway's configuration. An unknown key below {@code heji} makes it refuse to start. */
@ConfigMapping(prefix = "heji")
public interface GatewayConfig {
  PartyConfig party();

  FederationConfig federation();

  KeysConfig keys();

  TlsConfig tls();

  DocumentsConfig documents();

  RosterConfig roster();

  ListenerConfig api();

  ListenerConfig link();

  EngineConfig engine();

  CaptureConfig capture();

  /** What computes in the group P-256. */
  interface EngineConfig {
    /**
     * {@code auto} takes the fastest that is usable; {@code bouncy-castle}, {@code libcrypto} or
     * {@code vector} force one, and the start fails where it cannot be used.
     */
    @WithDefault("auto")
    String name();

    /**
     * Processor cores that compute in the group at the same time; all of the machine where absent.
     */
    Optional<Integer> cores();
  }

  /** Who this gateway is. */
  interface PartyConfig {
    /** Its id in the directory. */
    String id();
  }

  /** Whom it trusts. */
  interface FederationConfig {
    /**
     * The pinned regulators, {@code regulators.json}. Whoever replaces the file decides who the
     * regulators are.
     */
    Path regulators();
  }

  /** Its secrets. */
  interface KeysConfig {
    /** Folder of {@code signing.pem} and {@code consent.key}, each readable by the owner only. */
    Path directory();
  }

  /** Certificates of both listeners, PEM. */
  interface TlsConfig {
    /** Its certificate, the party's id in a URI SAN. */
    Path certificate();

    /** Its private key, PKCS#8, readable by its owner only. */
    Path key();

    /** The federation's CA: members must show a certificate of it. */
    Path ca();
  }

  /** The signed documents. */
  interface DocumentsConfig {
    /**
     * Folder of {@code directory.json}, {@code policy.json}, {@code roster.jws} (the first) and
     * {@code key-statements/*.jws} (of the current and the next epoch). Looked at every second:
     * what an operator puts there is verified and gone by.
     */
    Path directory();
  }

  /** When this gateway issues rosters. */
  interface RosterConfig {
    /** How long a platform must have been away before a new roster leaves it out. */
    @WithDefault("PT5M")
    Duration absence();

    /**
     * How long before its start a new epoch's roster is announced: time for every platform to
     * tokenise its book.
     */
    @WithDefault("PT24H")
    Duration announcement();
  }

  /** Where a listener listens. */
  interface ListenerConfig {
    /** Address to bind. */
    String host();

    /** Port to bind, 1 to 65535. */
    int port();
  }

  /** Recording of what this process sees, for the sandbox only. */
  interface CaptureConfig {
    /** File to append to. Never set it in a deployment. Default: none. */
    Optional<Path> file();
  }
}
