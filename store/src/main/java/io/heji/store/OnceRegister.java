package io.heji.store;

import io.heji.protocol.document.PartyId;
import java.time.Instant;

/** Accepts each message once. */
public interface OnceRegister {
  /** The kinds of messages that are accepted once; a jti of one kind says nothing of another. */
  enum Kind {
    ACCESS_TOKEN,
    EVALUATION_REQUEST,
    EXPOSURE_QUERY
  }

  /**
   * Whether this is the first time. Atomic, and durable on return: of two callers at the same time
   * one gets true, also across replicas on one database and after a crash.
   *
   * @param expires when the message itself is no longer accepted, so that the entry may go
   */
  boolean isFirst(Kind kind, PartyId issuer, String jti, Instant expires);
}
