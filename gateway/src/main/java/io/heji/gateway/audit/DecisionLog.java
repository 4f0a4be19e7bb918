package io.heji.gateway.audit;

/**
 * Where decisions go before anything is asked. The Merkle log will stand behind this interface;
 * today it is an append-only table.
 *
 * <p>{@link #append} must be durable on return, in the order of calls of one query. If it throws,
 * nothing may be asked or disclosed: no log, no answer.
 */
public interface DecisionLog {
  void append(DecisionRecord record);
}
