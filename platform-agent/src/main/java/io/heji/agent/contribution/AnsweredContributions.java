package io.heji.agent.contribution;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What this platform has answered, and for whom. One store for all replicas of an agent. */
public interface AnsweredContributions {
  /** What was answered under this id. */
  Optional<Answered> find(PartyId issuer, String jti);

  /**
   * Decides which persons are vetoed, has the contribution made and stores it with all pins, unless
   * an answer is stored under its id already. One transaction, durable on return: what was not
   * stored never leaves, and what was stored is never made again.
   *
   * @return the stored answer, this one or the one before
   */
  Answered answerOnce(Question question, Maker maker) throws RefusedException;

  /** Makes the contribution, knowing whom the guard vetoes. */
  interface Maker {
    Made make(List<Boolean> vetoedByGuard) throws RefusedException;
  }

  /** When the newest of the questions came that are on record. */
  Optional<Instant> newest();

  /**
   * Forgets the lanes of answers whose queries expired before this time. That they were answered
   * stays on record: nothing is made again under their ids.
   */
  void forgetLanes(Instant expiredBefore);

  /** Forgets the record of what was answered before this time. */
  void forgetRecordsBefore(Instant time);

  /** Forgets pins that no guard looks at any more, and sets that nobody is pinned to. */
  void forgetPinsBefore(Instant time);
}
