package io.heji.protocol.document;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * S, the platforms that one asker's question sums: the roster's less those that share a company
 * group with the asker. Nobody chooses it per query.
 */
public final class SummedSet {
  private static final String SEPARATOR = "\n";

  private final SortedSet<PartyId> members;
  private final int companyGroups;
  private final int largestGroup;

  private SummedSet(SortedSet<PartyId> members, int companyGroups, int largestGroup) {
    this.members = Collections.unmodifiableSortedSet(members);
    this.companyGroups = companyGroups;
    this.largestGroup = largestGroup;
  }

  /**
   * S for an asker. Groups that share a party count as one also across the roster: a platform is
   * excluded when its company is the asker's, even if only a third platform links the two.
   */
  static SummedSet of(Party asker, Collection<Party> rosterPlatforms) {
    List<Party> excluded = new ArrayList<>(List.of(asker));
    List<Party> rest = new ArrayList<>(rosterPlatforms);
    boolean found;
    do {
      List<Party> linked =
          rest.stream()
              .filter(p -> excluded.stream().anyMatch(e -> CompanyGroups.shareGroup(e, p)))
              .toList();
      found = excluded.addAll(linked);
      rest.removeAll(linked);
    } while (found);
    CompanyGroups groups = new CompanyGroups(rest);
    SortedSet<PartyId> members =
        rest.stream().map(Party::id).collect(Collectors.toCollection(TreeSet::new));
    return new SummedSet(members, groups.count(), groups.largest());
  }

  /** Of how many companies these parties are: what a floor counts. */
  public static int companies(Collection<Party> parties) {
    return new CompanyGroups(parties).count();
  }

  /** The platforms, bytewise by id. */
  public SortedSet<PartyId> members() {
    return members;
  }

  public int size() {
    return members.size();
  }

  /** SHA-256 of the sorted ids joined by a line feed (protocol section 6). */
  public Bytes hash() {
    return hash(members);
  }

  /** The hash of the set of these members. */
  public static Bytes hash(SortedSet<PartyId> members) {
    return Sha256.of(Bytes.ascii(joined(members)));
  }

  /** The sorted ids joined by a line feed, none at the end. */
  public static String joined(SortedSet<PartyId> members) {
    return members.stream().map(PartyId::value).collect(Collectors.joining(SEPARATOR));
  }

  /** Reads what {@link #joined} wrote. */
  public static SortedSet<PartyId> members(String joined) {
    return Arrays.stream(joined.split(SEPARATOR, -1))
        .map(PartyId::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many companies are summed: what a floor counts. */
  public int companyGroups() {
    return companyGroups;
  }

  /** g: the most members one company has. */
  public int largestGroup() {
    return largestGroup;
  }
}
