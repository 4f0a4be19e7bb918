package io.heji.protocol.metric;

import java.util.Optional;

/** How a total is disclosed (protocol §7). */
public enum Form {
  /** The bank alone can read the total. */
  SEALED("sealed"),
  /** The gateway discloses the total as it is. */
  EXACT("exact"),
  /** The gateway discloses the total rounded. */
  ROUNDED("rounded"),
  /** The gateway discloses the band in which the total lies. */
  BANDED("banded"),
  /** The gateway discloses the total up to a cap. */
  CAPPED("capped"),
  /** The gateway discloses whether the total exceeds a limit. */
  LIMIT_CHECK("limit-check");

  private final String wireName;

  Form(String wireName) {
    this.wireName = wireName;
  }

  /** The form's name in queries and policies. */
  public String wireName() {
    return wireName;
  }

  /** The form of exactly this name. */
  public static Optional<Form> named(String wireName) {
    for (Form form : values()) {
      if (form.wireName.equals(wireName)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }
}
