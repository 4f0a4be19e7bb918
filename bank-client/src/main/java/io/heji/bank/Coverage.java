package io.heji.bank;

import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.UnsummedPlatforms;
import java.util.List;
import java.util.SortedSet;

/**
 * Which of the federation's platforms a total runs over, as the bank works it out from the signed
 * documents.
 *
 * @param summed the platforms that are summed
 * @param ownGroup platforms left out because they are of the bank's own company
 * @param absent the other platforms of the directory, which are not on the roster
 */
public record Coverage(List<Platform> summed, List<Platform> ownGroup, List<Platform> absent) {
  /**
   * A platform.
   *
   * @param id its id
   * @param name its name for people
   */
  public record Platform(PartyId id, String name) {}

  public Coverage {
    summed = List.copyOf(summed);
    ownGroup = List.copyOf(ownGroup);
    absent = List.copyOf(absent);
  }

  static Coverage of(Federation federation, Party bank) {
    UnsummedPlatforms unsummed = federation.unsummed(bank);
    return new Coverage(
        named(federation, federation.summedSet(bank).members()),
        named(federation, unsummed.ownGroup()),
        named(federation, unsummed.absent()));
  }

  private static List<Platform> named(Federation federation, SortedSet<PartyId> ids) {
    // Safe: the ids come from the directory.
    return ids.stream()
        .map(id -> federation.party(id).orElseThrow())
        .map(party -> new Platform(party.id(), party.name()))
        .toList();
  }
}
