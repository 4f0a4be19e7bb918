package io.heji.gateway.audit;

import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.Optional;

/**
 * Signed disclosures, for a bank that lost its answer to fetch again. They are kept with their
 * record, in {@link DecisionLog#appendAnswered}.
 */
public interface DisclosureArchive {
  /** The answer to this bank's query, unless it is older than that. */
  Optional<String> find(PartyId bank, String jti, Instant notBefore);

  /** Forgets what is older than that. */
  int forgetBefore(Instant time);
}
