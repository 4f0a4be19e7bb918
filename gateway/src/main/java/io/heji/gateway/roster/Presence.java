package io.heji.gateway.roster;

import io.heji.protocol.document.PartyId;
import java.util.Set;

/** Who is there. */
public interface Presence {
  /** Who is linked. */
  Set<PartyId> linked();

  /** Platforms that are linked and can be asked under a roster of this epoch. */
  Set<PartyId> ready(long epoch);
}
