package io.heji.gateway.roster;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What follows from the facts.
 *
 * @param issued the rosters to issue now, in their order; none when nothing changes
 * @param leftOut who could be on them and is not, and why
 */
record NextRosters(List<Roster> issued, SortedMap<PartyId, String> leftOut) {
  NextRosters {
    issued = List.copyOf(issued);
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }
}
