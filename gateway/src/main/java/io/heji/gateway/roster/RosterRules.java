package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.Companies;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.Signed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the next rosters are. Nobody chooses S: who is suspended leaves at once, who is away for
 * long or has no valid key statement leaves and who is back with its book tokenised joins, not
 * oftener than policy's dwell time and never below policy's floor; a new epoch is announced as soon
 * as all its key statements are there. Used by one thread at a time.
 */
final class RosterRules {
  private final RosterTerms terms;

  RosterRules(RosterTerms terms) {
    this.terms = terms;
  }

  /** The rosters to issue now. */
  NextRosters next(RosterFacts facts) {
    List<Roster> issued = new ArrayList<>();
    SortedMap<PartyId, String> leftOut = new TreeMap<>();
    RosterReason reason = new RosterReason();
    SortedSet<PartyId> leaving = suspended(facts);
    reason.add("suspended", leaving);
    SortedMap<PartyId, Bytes> joining = new TreeMap<>();
    if (hasDwelt(facts)) {
      leave(facts, leaving, invalid(facts, leftOut), "statement not valid", reason);
      leave(facts, leaving, away(facts), "away", reason);
      joining.putAll(back(facts, leaving, leftOut));
      reason.add("joined", joining.keySet());
    }
    Roster current = facts.current();
    long serial = facts.newestSerial();
    boolean changed = !leaving.isEmpty() || !joining.isEmpty();
    if (changed) {
      serial++;
      current = changed(facts, leaving, joining, serial, reason.text());
      issued.add(current);
    }
    if (tokenises(facts) && (changed || facts.announced().isEmpty())) {
      announce(facts, current, serial + 1, leftOut).ifPresent(issued::add);
    }
    return new NextRosters(issued, leftOut);
  }

  /** While a tokeniser is suspended nobody could tokenise a book for the next epoch. */
  private static boolean tokenises(RosterFacts facts) {
    return facts.directory().tokenisers().stream()
        .allMatch(t -> facts.directory().party(t).filter(Party::isActive).isPresent());
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

  /** Below the floor nothing could be answered, so a short outage is better than a new roster. */
  private static void leave(
      RosterFacts facts,
      SortedSet<PartyId> leaving,
      SortedSet<PartyId> further,
      String what,
      RosterReason reason) {
    further.removeAll(leaving);
    if (!further.isEmpty() && keepsFloor(facts, leaving, further)) {
      leaving.addAll(further);
      reason.add(what, further);
    }
  }

  /**
   * Members whose key statements are here and do not hold: with them nobody verifies the roster.
   */
  private static SortedSet<PartyId> invalid(RosterFacts facts, Map<PartyId, String> leftOut) {
    SortedSet<PartyId> invalid = new TreeSet<>();
    Seats seats = seats(facts);
    facts
        .current()
        .members()
        .forEach(
            (member, hash) -> {
              Optional<String> why =
                  facts.statements().refuses(hash)
                      ? Optional.of("its key statement does not verify")
                      : facts.statements().named(hash).flatMap(s -> seats.seat(member, s));
              if (why.isPresent()) {
                invalid.add(member);
                leftOut.put(member, why.get());
              }
            });
    return invalid;
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

  private static SortedMap<PartyId, Bytes> back(
      RosterFacts facts, Collection<PartyId> leaving, Map<PartyId, String> leftOut) {
    SortedSet<PartyId> candidates = new TreeSet<>(facts.ready());
    candidates.removeAll(facts.current().members().keySet());
    candidates.removeIf(party -> !mayBeSummed(facts, party));
    Seats seats = seats(facts);
    for (Map.Entry<PartyId, Bytes> member : facts.current().members().entrySet()) {
      if (!leaving.contains(member.getKey())) {
        facts.statements().named(member.getValue()).ifPresent(s -> seats.seat(member.getKey(), s));
      }
    }
    SortedMap<PartyId, Bytes> back = new TreeMap<>();
    for (PartyId party : candidates) {
      Optional<Signed<KeyStatement>> stated = facts.statements().of(facts.current().epoch(), party);
      stated
          .flatMap(statement -> seats.seat(party, statement))
          .ifPresent(why -> leftOut.put(party, why));
      if (!leftOut.containsKey(party)) {
        stated.ifPresent(statement -> back.put(party, statement.hash()));
      }
    }
    return back;
  }

  /** Of a roster of the current epoch that starts now, its tokenisers seated. */
  private static Seats seats(RosterFacts facts) {
    Seats seats = new Seats(facts.current().epoch(), start(facts), facts.now());
    facts
        .current()
        .tokenisers()
        .forEach(
            (tokeniser, hash) ->
                facts.statements().named(hash).ifPresent(s -> seats.seat(tokeniser, s)));
    return seats;
  }

  private static Instant start(RosterFacts facts) {
    return facts.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static boolean keepsFloor(
      RosterFacts facts, Collection<PartyId> leaving, Collection<PartyId> further) {
    List<PartyId> rest =
        facts.current().members().keySet().stream()
            .filter(member -> !leaving.contains(member) && !further.contains(member))
            .toList();
    int companies = new Companies(facts.directory().parties()).count(rest);
    return companies >= facts.policy().floor();
  }

  private static Roster changed(
      RosterFacts facts,
      Collection<PartyId> leaving,
      Map<PartyId, Bytes> joining,
      long serial,
      String reason) {
    Roster before = facts.current();
    SortedMap<PartyId, Bytes> members = new TreeMap<>(before.members());
    members.keySet().removeAll(leaving);
    members.putAll(joining);
    return new Roster(
        before.federation(),
        serial,
        before.epoch(),
        members,
        before.tokenisers(),
        start(facts),
        reason);
  }

  /** The next epoch's roster, once every tokeniser and every member has stated its keys for it. */
  private Optional<Roster> announce(
      RosterFacts facts, Roster current, long serial, Map<PartyId, String> leftOut) {
    long epoch = current.epoch() + 1;
    Instant from = start(facts).plus(terms.announcement());
    Instant promised = facts.announced().map(Roster::from).orElse(from);
    Instant earliest = current.from().plus(facts.policy().rosterDwell());
    Instant start = promised.isBefore(earliest) ? earliest : promised;
    Seats seats = new Seats(epoch, start, facts.now());
    SortedMap<PartyId, Bytes> tokenisers =
        seated(facts, seats, epoch, facts.directory().tokenisers(), leftOut);
    SortedMap<PartyId, Bytes> members =
        seated(facts, seats, epoch, current.members().keySet(), leftOut);
    if (!tokenisers.keySet().equals(facts.directory().tokenisers())
        || !members.keySet().equals(current.members().keySet())) {
      return Optional.empty();
    }
    return Optional.of(
        new Roster(
            current.federation(), serial, epoch, members, tokenisers, start, "epoch " + epoch));
  }

  private static SortedMap<PartyId, Bytes> seated(
      RosterFacts facts,
      Seats seats,
      long epoch,
      Collection<PartyId> parties,
      Map<PartyId, String> leftOut) {
    SortedMap<PartyId, Bytes> seated = new TreeMap<>();
    for (PartyId party : parties) {
      Optional<Signed<KeyStatement>> stated = facts.statements().of(epoch, party);
      Optional<String> why = stated.flatMap(statement -> seats.seat(party, statement));
      if (why.isPresent()) {
        leftOut.put(party, "of epoch " + epoch + ": " + why.get());
      } else {
        stated.ifPresent(statement -> seated.put(party, statement.hash()));
      }
    }
    return seated;
  }
}
