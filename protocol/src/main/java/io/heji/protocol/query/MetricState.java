package io.heji.protocol.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a bank is told of a metric of a subject (protocol section 7). */
public enum MetricState {
  /** A platform withheld its part; nobody learns which or why. */
  WITHHELD,
  /** Too few of the summed platforms supply this metric. */
  NOT_COVERED,
  /** No summed platform knows the person. */
  NO_RECORD,
  /** Somebody knows the person, and nothing is held. */
  ZERO,
  /** Something is held by too few platforms to say how much. */
  SUPPRESSED,
  /** The total. */
  VALUE;

  /** The name in disclosures, such as {@code no-record}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether a sealed metric in this state carries a padded total and tag; in the others nothing but
   * the state leaves the gateway.
   */
  public boolean carriesTotal() {
    return this == NO_RECORD || this == ZERO || this == VALUE;
  }

  public static Optional<MetricState> named(String wireName) {
    return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
  }
}
