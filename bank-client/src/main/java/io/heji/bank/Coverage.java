package io.heji.bank;

import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of the federation's platforms a total runs over, as the bank works it out from the signed
 * documents.
 *
 * @param summed the platforms that are summed
 * @param ownGroup platforms left out because they share a company group with the bank
 * @param absent platforms of the directory that are not on the roster, or suspended
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

  /** The ids alone. */
  static SortedSet<PartyId> ids(List<Platform> platforms) {
    return platforms.stream().map(Platform::id).collect(Collectors.toCollection(TreeSet::new));
  }

  static Coverage of(Federation federation, SummedSet set) {
    Set<PartyId> onRoster = federation.roster().members().keySet();
    List<Platform> summed = new ArrayList<>();
    List<Platform> ownGroup = new ArrayList<>();
    List<Platform> absent = new ArrayList<>();
    for (Party party : federation.directory().parties()) {
      if (party.role() == Role.PLATFORM) {
        Platform platform = new Platform(party.id(), party.name());
        if (set.members().contains(party.id())) {
          summed.add(platform);
        } else if (onRoster.contains(party.id())) {
          ownGroup.add(platform);
        } else {
          absent.add(platform);
        }
      }
    }
    return new Coverage(summed, ownGroup, absent);
  }
}
