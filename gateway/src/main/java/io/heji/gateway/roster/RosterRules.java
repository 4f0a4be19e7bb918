package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SummedSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the next rosters are. Nobody chooses S: who is suspended leaves at once, who is away for
 * long leaves and who is back joins, not oftener than policy's dwell time and never below policy's
 * floor; a new epoch is announced as soon as all its key statements are there.
 */
final class RosterRules {
  private final RosterTerms terms;

  RosterRules(RosterTerms terms) {
    this.terms = terms;
  }

  /** The rosters to issue now, in their order; none when nothing changes. */
  List<Roster> next(RosterFacts facts) {
    List<Roster> issued = new ArrayList<>();
    SortedSet<PartyId> leaving = new TreeSet<>(suspended(facts));
    String reason = leaving.isEmpty() ? "" : "suspended: " + ids(leaving);
    SortedSet<PartyId> joining = new TreeSet<>();
    if (hasDwelt(facts)) {
      SortedSet<PartyId> away = away(facts);
      away.removeAll(leaving);
      if (!away.isEmpty() && keepsFloor(facts, leaving, away)) {
        leaving.addAll(away);
        reason += (reason.isEmpty() ? "" : "; ") + "away: " + ids(away);
      }
      joining.addAll(back(facts));
      if (!joining.isEmpty()) {
        reason += (reason.isEmpty() ? "" : "; ") + "joined: " + ids(joining);
      }
    }
    Roster current = facts.current();
    long serial = newestSerial(facts);
    boolean changed = !leaving.isEmpty() || !joining.isEmpty();
    if (changed) {
      serial++;
      current = changed(facts, leaving, joining, serial, reason);
      issued.add(current);
    }
    if (changed || facts.announced().isEmpty()) {
      announce(facts, current, serial + 1).ifPresent(issued::add);
    }
    return issued;
  }

  private static long newestSerial(RosterFacts facts) {
    long current = facts.current().serial();
    return Math.max(current, facts.announced().map(Roster::serial).orElse(current));
  }

  private static boolean hasDwelt(RosterFacts facts) {
    return !facts.now().isBefore(facts.current().from().plus(facts.policy().rosterDwell()));
  }

  private static boolean mayBeSummed(RosterFacts facts, PartyId platform) {
    return facts
        .directory()
        .party(platform)
        .filter(party -> party.role() == Role.PLATFORM && party.isActive())
        .isPresent();
  }

  private static SortedSet<PartyId> suspended(RosterFacts facts) {
    SortedSet<PartyId> suspended = new TreeSet<>(facts.current().members().keySet());
    suspended.removeIf(member -> mayBeSummed(facts, member));
    return suspended;
  }

  private SortedSet<PartyId> away(RosterFacts facts) {
    SortedSet<PartyId> away = new TreeSet<>();
    for (PartyId member : facts.current().members().keySet()) {
      Instant since = facts.absentSince().get(member);
      if (since != null && !facts.now().isBefore(since.plus(terms.absence()))) {
        away.add(member);
      }
    }
    return away;
  }

  private static SortedSet<PartyId> back(RosterFacts facts) {
    SortedSet<PartyId> back = new TreeSet<>(facts.linked());
    back.removeAll(facts.current().members().keySet());
    SortedMap<PartyId, Bytes> statements = facts.statements().ofEpoch(facts.current().epoch());
    back.removeIf(party -> !statements.containsKey(party) || !mayBeSummed(facts, party));
    return back;
  }

  /** Below the floor nothing could be answered, so a short outage is better than a new roster. */
  private static boolean keepsFloor(
      RosterFacts facts, Collection<PartyId> leaving, Collection<PartyId> away) {
    List<Party> rest = new ArrayList<>();
    for (PartyId member : facts.current().members().keySet()) {
      if (!leaving.contains(member) && !away.contains(member)) {
        facts.directory().party(member).ifPresent(rest::add);
      }
    }
    return SummedSet.companies(rest) >= facts.policy().floor();
  }

  private static Roster changed(
      RosterFacts facts,
      Collection<PartyId> leaving,
      Collection<PartyId> joining,
      long serial,
      String reason) {
    Roster before = facts.current();
    SortedMap<PartyId, Bytes> members = new TreeMap<>(before.members());
    members.keySet().removeAll(leaving);
    SortedMap<PartyId, Bytes> statements = facts.statements().ofEpoch(before.epoch());
    joining.forEach(party -> members.put(party, statements.getOrDefault(party, Bytes.EMPTY)));
    return new Roster(
        before.federation(),
        serial,
        before.epoch(),
        members,
        before.tokenisers(),
        facts.now().truncatedTo(ChronoUnit.SECONDS),
        reason);
  }

  /** The next epoch's roster, once every tokeniser and every member has stated its keys for it. */
  private Optional<Roster> announce(RosterFacts facts, Roster current, long serial) {
    long epoch = current.epoch() + 1;
    SortedMap<PartyId, Bytes> statements = facts.statements().ofEpoch(epoch);
    SortedSet<PartyId> wanted = new TreeSet<>(facts.directory().tokenisers());
    wanted.addAll(current.members().keySet());
    if (!statements.keySet().containsAll(wanted)) {
      return Optional.empty();
    }
    SortedMap<PartyId, Bytes> members = new TreeMap<>(statements);
    members.keySet().retainAll(current.members().keySet());
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>(statements);
    tokenisers.keySet().retainAll(facts.directory().tokenisers());
    Instant from = facts.now().truncatedTo(ChronoUnit.SECONDS).plus(terms.announcement());
    Instant promised = facts.announced().map(Roster::from).orElse(from);
    Instant earliest = current.from().plus(facts.policy().rosterDwell());
    Instant start = promised.isBefore(earliest) ? earliest : promised;
    return Optional.of(
        new Roster(
            current.federation(), serial, epoch, members, tokenisers, start, "epoch " + epoch));
  }

  private static String ids(Collection<PartyId> parties) {
    return String.join(", ", parties.stream().map(PartyId::value).toList());
  }
}
