package io.heji.crypto.group;

import java.util.Locale;
import java.util.Optional;

/** Which engine the configuration asks for. */
public enum EngineChoice {
  /** The fastest that are usable here: vector for long lists, libcrypto for short ones. */
  AUTO,
  /** The reference, always there. */
  BOUNCY_CASTLE,
  /** OpenSSL's libcrypto, or a refusal to start. */
  LIBCRYPTO,
  /** The JDK's Vector API for everything, or a refusal to start. */
  VECTOR;

  /** As configuration writes it, such as {@code bouncy-castle}. */
  public String configured() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads what configuration writes. */
  public static Optional<EngineChoice> of(String configured) {
    for (EngineChoice choice : values()) {
      if (choice.configured().equals(configured)) {
        return Optional.of(choice);
      }
    }
    return Optional.empty();
  }
}
