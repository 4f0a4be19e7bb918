package io.heji.gateway.app;

import io.heji.link.LinkLimits;
import io.heji.protocol.document.PartyId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the link's connections, in total and by the party of their certificates. Thread-safe. */
final class LinkConnections {
  private final Map<PartyId, Integer> byParty = new HashMap<>();
  private int total;

  /**
   * Counts a connection that has come up; false, and it is not counted, when it is one too many.
   */
  synchronized boolean enter(Optional<PartyId> party) {
    int ofParty = party.map(p -> byParty.getOrDefault(p, 0)).orElse(0);
    if (total >= LinkLimits.CONNECTIONS_MAX || ofParty >= LinkLimits.CONNECTIONS_PER_PARTY_MAX) {
      return false;
    }
    total++;
    party.ifPresent(p -> byParty.merge(p, 1, Integer::sum));
    return true;
  }

  /** A counted connection is gone. */
  synchronized void leave(Optional<PartyId> party) {
    total--;
    party.ifPresent(p -> byParty.computeIfPresent(p, (_, count) -> count > 1 ? count - 1 : null));
  }
}
