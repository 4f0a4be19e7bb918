package io.heji.protocol.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a party may take part. Suspension is a new directory. */
public enum Status {
  ACTIVE,
  SUSPENDED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Status> named(String wireName) {
    return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
  }
}
