package io.heji.protocol.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a long-term key is for. One key, one use. */
public enum KeyUse {
  /**
   * Gateway, tokeniser, platform: rosters, disclosures, key statements, contributions, a platform's
   * evaluation requests.
   */
  SIGNING,
  /** Bank: access tokens. */
  ACCESS,
  /** Bank: queries and evaluation requests. */
  QUERY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<KeyUse> named(String wireName) {
    return Arrays.stream(values()).filter(use -> use.wireName().equals(wireName)).findFirst();
  }
}
