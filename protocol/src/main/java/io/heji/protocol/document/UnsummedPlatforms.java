package io.heji.protocol.document;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The directory's platforms that one asker's question does not sum, by reason, so that a smaller
 * sum is never silent.
 *
 * @param ownGroup of the asker's own company, on the roster or not
 * @param absent of others, and not on the roster
 */
public record UnsummedPlatforms(SortedSet<PartyId> ownGroup, SortedSet<PartyId> absent) {
  public UnsummedPlatforms {
    ownGroup = Collections.unmodifiableSortedSet(new TreeSet<>(ownGroup));
    absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
  }

  static UnsummedPlatforms of(
      Directory directory, PartyId asker, SummedSet set, Companies companies) {
    SortedSet<PartyId> ownGroup = new TreeSet<>();
    SortedSet<PartyId> absent = new TreeSet<>();
    for (Party party : directory.parties()) {
      if (party.role() == Role.PLATFORM && !set.members().contains(party.id())) {
        (companies.of(asker).contains(party) ? ownGroup : absent).add(party.id());
      }
    }
    return new UnsummedPlatforms(ownGroup, absent);
  }
}
