package io.heji.protocol.metric;

/** The unit of a metric's values. */
public enum MetricKind {
  /** Money in minor units of the directory's currency. */
  AMOUNT,
  /** A number of things. */
  COUNT
}
