package io.heji.gateway.audit;

import java.time.Instant;

/**
 * Where decisions go before anything is asked. The Merkle log will stand behind this interface;
 * today it is an append-only table.
 *
 * <p>{@link #append} must be durable on return, in the order of calls of one query. If it throws,
 * nothing may be asked or disclosed: no log, no answer.
 */
public interface DecisionLog {
  void append(DecisionRecord record);

  /**
   * Accepts a query once, charges it and appends that it is permitted: in this order, up to the
   * first that is refused, and all of it durable on return. Of copies at the same time one is the
   * first, also across replicas. If it throws, either all of it was done or nothing.
   *
   * @param record whose bank and jti are accepted once
   * @param expires when the query itself is no longer accepted
   */
  Admission admit(DecisionRecord record, Instant expires, SubjectsCharge charge);

  /**
   * Appends that a query was answered and keeps the answer, both or neither: what a bank can fetch
   * is on the record, and what the record calls answered can be fetched.
   */
  void appendAnswered(DecisionRecord record, String disclosure);

  /**
   * Gives every permitted query that has had no outcome since before a time the outcome {@code
   * interrupted}.
   *
   * @return how many there were
   */
  int closeInterrupted(Instant before, Instant now);
}
