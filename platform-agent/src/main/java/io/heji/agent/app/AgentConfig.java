package io.heji.agent.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The agent's configuration. An unknown key below {@code heji} makes it refuse to start. */
@ConfigMapping(prefix = "heji")
public interface AgentConfig {
  PartyConfig party();

  FederationConfig federation();

  KeysConfig keys();

  TlsConfig tls();

  GatewayAddress gateway();

  SourceConfig source();

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

  /** Who this agent's platform is. */
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
    /**
     * Folder of {@code signing.pem}, {@code index.key} and {@code epoch-<n>/{sealing,mask}.key},
     * each readable by the owner only.
     */
    Path directory();
  }

  /** Certificates of the link, PEM. */
  interface TlsConfig {
    /** Its certificate, the party's id in a URI SAN. */
    Path certificate();

    /** Its private key, PKCS#8, readable by its owner only. */
    Path key();

    /** The federation's CA: the gateway must show a certificate of it. */
    Path ca();
  }

  /** Where to dial. */
  interface GatewayAddress {
    /** The gateway's name, as in its certificate. */
    String host();

    /** The port of its link. */
    int port();
  }

  /** The platform's own database. */
  interface SourceConfig {
    /** {@code postgresql://host:port/database}. */
    String reactiveUrl();

    /** A role that can only read. */
    String username();

    /** Its password. */
    String password();

    /** The mapping file, YAML. */
    Path mapping();
  }

  /** Recording of what this process sees, for the sandbox only. */
  interface CaptureConfig {
    /** File to append to. Never set it in a deployment. Default: none. */
    Optional<Path> file();
  }
}
