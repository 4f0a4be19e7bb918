package io.heji.protocol.document;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * S, the platforms that one asker's question sums: the roster's less those of the asker's company.
 * Nobody chooses it per query.
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

  /** S for an asker: the roster's platforms that are not of the asker's company. */
  static SummedSet of(PartyId asker, Collection<PartyId> rosterPlatforms, Companies companies) {
    SortedSet<PartyId> members = new TreeSet<>(rosterPlatforms);
    companies.of(asker).forEach(own -> members.remove(own.id()));
    return new SummedSet(members, companies.count(members), companies.largest(members));
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
