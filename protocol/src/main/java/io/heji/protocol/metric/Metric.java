package io.heji.protocol.metric;

import java.util.Optional;

/**
 * The metric catalogue, version 1: four amounts in minor units of the directory's currency and ten
 * counts (protocol §6; windows §7).
 *
 * <p>Closed: a new metric is a new version of the protocol.
 */
public enum Metric {
  /** Principal still owed on active loans. */
  OUTSTANDING_PRINCIPAL("outstanding_principal", MetricKind.AMOUNT),
  /** Credit limits of active loans. */
  CREDIT_LIMIT("credit_limit", MetricKind.AMOUNT),
  /** What is past its due date on active loans. */
  OVERDUE_AMOUNT("overdue_amount", MetricKind.AMOUNT),
  /** What falls due on the day of the question or the 29 days after. */
  DUE_NEXT_30D("due_next_30d", MetricKind.AMOUNT),
  /** Active loans. */
  ACTIVE_LOANS("active_loans", MetricKind.COUNT),
  /** Platforms with an active loan: each contributes 1. */
  LENDERS("lenders", MetricKind.COUNT),
  /** Loans opened on the day of the question or the 29 days before. */
  OPENED_30D("opened_30d", MetricKind.COUNT),
  /** Loans opened on the day of the question or the 89 days before. */
  OPENED_90D("opened_90d", MetricKind.COUNT),
  /** Active loans 1 to 30 days past due. */
  OVERDUE_M1("overdue_m1", MetricKind.COUNT),
  /** Active loans 31 to 60 days past due. */
  OVERDUE_M2("overdue_m2", MetricKind.COUNT),
  /** Active loans 61 days past due or more. */
  OVERDUE_M3_PLUS("overdue_m3_plus", MetricKind.COUNT),
  /** Loan applications on the day of the question or the 6 days before. */
  APPLICATIONS_7D("applications_7d", MetricKind.COUNT),
  /** Loan applications on the day of the question or the 29 days before. */
  APPLICATIONS_30D("applications_30d", MetricKind.COUNT),
  /** Loan applications on the day of the question or the 89 days before. */
  APPLICATIONS_90D("applications_90d", MetricKind.COUNT);

  private final String wireName;
  private final MetricKind kind;

  Metric(String wireName, MetricKind kind) {
    this.wireName = wireName;
    this.kind = kind;
  }

  /** The metric's name in queries, policies and key statements. */
  public String wireName() {
    return wireName;
  }

  /** Whether its values are amounts of money or counts. */
  public MetricKind kind() {
    return kind;
  }

  /** The metric of exactly this name. */
  public static Optional<Metric> named(String wireName) {
    for (Metric metric : values()) {
      if (metric.wireName.equals(wireName)) {
        return Optional.of(metric);
      }
    }
    return Optional.empty();
  }
}
