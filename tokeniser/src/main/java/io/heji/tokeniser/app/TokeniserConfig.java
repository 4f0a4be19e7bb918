package io.heji.tokeniser.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What a tokeniser is told. A key that is not here makes the process refuse to start. */
@ConfigMapping(prefix = "heji")
public interface TokeniserConfig {
  /** Who this is. */
  Party party();

  /** Whom it believes. */
  Federation federation();

  /** Its keys. */
  Keys keys();

  /** Certificates of the link. */
  Tls tls();

  /** Where it dials. */
  Gateway gateway();

  /** What computes in the group P-256. */
  Engine engine();

  /** What it records for the sandbox. */
  Capture capture();

  /** Who this is. */
  interface Party {
    /** This tokeniser's id in the directory. */
    String id();
  }

  /** Whom it believes. */
  interface Federation {
    /** File of the pinned regulators; who replaces it decides who the regulators are. */
    Path regulators();
  }

  /** Its keys. */
  interface Keys {
    /** Folder with {@code epoch-<n>/voprf.key} of every epoch, readable by this process only. */
    Path directory();
  }

  /** Certificates of the link. */
  interface Tls {
    /** PEM file of this party's certificate, its id in a URI SAN. */
    Path certificate();

    /** PEM file of its key, PKCS#8, readable by its owner only. */
    Path key();

    /** PEM file of the federation's CA. */
    Path ca();
  }

  /** Where it dials. */
  interface Gateway {
    /** The gateway's name or address, as in its certificate. */
    String host();

    /** The port of the gateway's link. */
    int port();
  }

  /** What computes in the group P-256. */
  interface Engine {
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

  /** What it records for the sandbox. */
  interface Capture {
    /**
     * File to which every frame is appended as JSON lines. Only the sandbox sets it; a deployment
     * must not.
     */
    Optional<Path> file();
  }
}
