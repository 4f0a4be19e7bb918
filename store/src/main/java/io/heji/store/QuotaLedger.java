package io.heji.store;

/** Counts what is used of quotas. */
public interface QuotaLedger {
  /**
   * Uses up an amount unless that would exceed the limit; what fails later stays used. Atomic, and
   * durable on return.
   *
   * @param scope who and when, such as {@code bank/bank-north/2026-11-23}
   * @return whether it was within the limit
   */
  boolean charge(String scope, long amount, long limit);

  /** What is used so far. */
  long used(String scope);
}
