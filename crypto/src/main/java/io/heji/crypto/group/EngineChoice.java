package io.heji.crypto.group;

/** Which engine the configuration asks for. */
public enum EngineChoice {
  /** libcrypto when it is usable, otherwise the reference. */
  AUTO,
  /** The reference, always there. */
  BOUNCY_CASTLE,
  /** OpenSSL's libcrypto, or a refusal to start. */
  LIBCRYPTO
}
