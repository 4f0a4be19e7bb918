package io.heji.protocol.subject;

import java.util.Optional;

/** The kinds of identity number of version 1, a closed list (protocol §3). */
public enum SubjectScheme {
  /** A Chinese resident's identity number, GB 11643-1999. */
  CN_RESIDENT_ID("cn-resident-id"),
  /** A Chinese organisation's unified social credit code, GB 32100-2015. */
  CN_USCC("cn-uscc"),
  /** A passport: ISO 3166-1 alpha-3 code of the issuing country, a colon, the number. */
  PASSPORT("passport"),
  /** A telephone number, E.164 with its plus sign. */
  PHONE("phone");

  private final String wireName;

  SubjectScheme(String wireName) {
    this.wireName = wireName;
  }

  /** The scheme's name in a subject string. */
  public String wireName() {
    return wireName;
  }

  /** The scheme of this exact name: no other case, no blanks. */
  public static Optional<SubjectScheme> named(String wireName) {
    for (SubjectScheme scheme : values()) {
      if (scheme.wireName.equals(wireName)) {
        return Optional.of(scheme);
      }
    }
    return Optional.empty();
  }
}
