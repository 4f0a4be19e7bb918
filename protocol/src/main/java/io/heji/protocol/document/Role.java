package io.heji.protocol.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a party is in the federation. A party is one thing only. */
public enum Role {
  GATEWAY,
  TOKENISER,
  PLATFORM,
  BANK,
  AUDITOR;

  /** The name in documents, such as {@code bank}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
