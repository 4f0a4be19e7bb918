package io.heji.gateway.audit;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry. Holds no identity, token, amount, count of platforms or state: a platform recognises
 * its own customer by jti, so an entry must not even say {@code suppressed}.
 *
 * @param kind before asking, or after
 * @param at when
 * @param bank who asked
 * @param jti the query's id
 * @param queryHash Q
 * @param outcome what came of it
 * @param problem why it was refused
 * @param facts every fact the decision read, as JSON; consent only as a keyed hash
 * @param disclosureHash salted hash of the disclosure
 */
public record DecisionRecord(
    Kind kind,
    Instant at,
    PartyId bank,
    String jti,
    Bytes queryHash,
    Outcome outcome,
    Optional<ProblemType> problem,
    String facts,
    Optional<Bytes> disclosureHash) {
  /** When in the life of a query. */
  public enum Kind {
    DECISION,
    DISCLOSURE
  }

  /** What came of it. */
  public enum Outcome {
    PERMITTED,
    ANSWERED,
    REFUSED
  }
}
