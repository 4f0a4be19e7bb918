package io.heji.gateway.app;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The gateway's configuration. An unknown key below {@code heji} makes it refuse to start. */
@ConfigMapping(prefix = "heji")
public interface GatewayConfig {
  PartyConfig party();

  FederationConfig federation();

  KeysConfig keys();

  TlsConfig tls();

  DocumentsConfig documents();

  ListenerConfig api();

  ListenerConfig link();

  CaptureConfig capture();

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

    /** Its private key, PKCS#8. */
    Path key();

    /** The federation's CA: members must show a certificate of it. */
    Path ca();
  }

  /** The signed documents. */
  interface DocumentsConfig {
    /**
     * Folder of {@code directory.json}, {@code policy.json}, {@code roster.jws}, {@code
     * key-statements/*.jws}.
     */
    Path directory();
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
