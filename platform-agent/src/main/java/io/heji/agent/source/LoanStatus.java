package io.heji.agent.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a platform's status code means. */
enum LoanStatus {
  ACTIVE,
  CLOSED,
  WRITTEN_OFF;

  static Optional<LoanStatus> named(String name) {
    return Arrays.stream(values())
        .filter(s -> s.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
        .findFirst();
  }
}
