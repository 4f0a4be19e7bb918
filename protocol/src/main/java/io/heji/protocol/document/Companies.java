package io.heji.protocol.document;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The directory's parties gathered into companies. A party may belong to several groups; groups
 * that share a party count as one (protocol section 2), since one owner stands behind them. All
 * parties count, whatever their role and status: a suspended bank or a platform that is away still
 * shows who owns whom, and a count that forgot it would change with every outage.
 */
public final class Companies {
  private final Map<PartyId, Set<Party>> byParty = new HashMap<>();

  /** Gathers all parties of a directory. */
  public Companies(Collection<Party> parties) {
    Map<String, Set<Party>> byGroup = new HashMap<>();
    for (Party party : parties) {
      Set<Party> company = new HashSet<>(Set.of(party));
      for (String group : party.groups()) {
        company.addAll(byGroup.getOrDefault(group, Set.of()));
      }
      for (Party member : company) {
        byParty.put(member.id(), company);
        member.groups().forEach(group -> byGroup.put(group, company));
      }
    }
  }

  /** All parties that one owner stands behind, with this one among them; empty if unknown. */
  public Set<Party> of(PartyId party) {
    return Collections.unmodifiableSet(byParty.getOrDefault(party, Set.of()));
  }

  /**
   * Of how many companies these parties are. Parties that the directory does not have count as a
   * company each.
   */
  public int count(Collection<PartyId> parties) {
    return sizes(parties).size();
  }

  /** How many of these parties the company has that has most of them. */
  int largest(Collection<PartyId> parties) {
    return sizes(parties).values().stream().mapToInt(Long::intValue).max().orElse(0);
  }

  /** Each company, by one of its parties that stands for it, with how many of these it has. */
  private Map<PartyId, Long> sizes(Collection<PartyId> parties) {
    return Set.copyOf(parties).stream()
        .map(this::representative)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private PartyId representative(PartyId party) {
    return of(party).stream().map(Party::id).min(PartyId::compareTo).orElse(party);
  }
}
