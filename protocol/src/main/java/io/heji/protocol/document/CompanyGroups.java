package io.heji.protocol.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parties gathered into companies. A party may belong to several groups; groups that share a party
 * count as one (protocol section 2), since one owner stands behind them.
 */
final class CompanyGroups {
  private final List<Set<Party>> companies = new ArrayList<>();

  CompanyGroups(Collection<Party> parties) {
    for (Party party : parties) {
      Set<Party> merged = new HashSet<>(Set.of(party));
      companies.removeIf(company -> sharesGroup(company, party) && merged.addAll(company));
      companies.add(merged);
    }
  }

  private static boolean sharesGroup(Set<Party> company, Party party) {
    return company.stream().anyMatch(member -> shareGroup(member, party));
  }

  static boolean shareGroup(Party one, Party other) {
    return one.groups().stream().anyMatch(other.groups()::contains);
  }

  /** All parties that one owner stands behind, with this one among them; empty if unknown. */
  Set<Party> companyOf(PartyId party) {
    return companies.stream()
        .filter(company -> company.stream().anyMatch(member -> member.id().equals(party)))
        .findFirst()
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  /** How many companies there are. */
  int count() {
    return companies.size();
  }

  /** How many parties the largest company has. */
  int largest() {
    return companies.stream().mapToInt(Set::size).max().orElse(0);
  }
}
