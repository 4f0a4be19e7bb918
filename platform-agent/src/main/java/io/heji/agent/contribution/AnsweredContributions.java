package io.heji.agent.contribution;

import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.Optional;

/** What this platform has answered. One store for all replicas of an agent. */
public interface AnsweredContributions {
  /** What was answered under this id. */
  Optional<Answered> find(PartyId issuer, String jti);

  /**
   * Stores an answer before it leaves, unless one is stored under its id already. Atomic, and
   * durable on return.
   *
   * @return whether this one was stored; if not, the stored one is the answer and this one must be
   *     forgotten
   */
  boolean store(Answered answered, Instant at);
}
