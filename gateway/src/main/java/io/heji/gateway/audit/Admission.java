package io.heji.gateway.audit;

/** What became of a query that policy permits, when it was to be accepted once and charged. */
public enum Admission {
  /** It is the first, charged and on the record as permitted: its members may be asked. */
  ADMITTED,

  /** It was accepted before. Nothing is charged or recorded now. */
  REPLAYED,

  /** It is accepted, and would exceed the quota. Nothing is charged or recorded now. */
  QUOTA_EXCEEDED
}
