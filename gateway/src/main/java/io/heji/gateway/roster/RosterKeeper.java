package io.heji.gateway.roster;

import io.heji.gateway.member.DocumentsFrame;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.gateway.roster.IssuedRosters.Recorded;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the roster true: looks at the folder, at who is linked and at the clock; issues what the
 * rules say and everybody verifies, records it, goes by it, and hands it to every member. {@link
 * #look} is called by one thread at a time.
 */
public final class RosterKeeper {
  /** Reads the folder. */
  public interface Source {
    SignedDocuments read() throws IOException;
  }

  private final Source folder;
  private final IssuedRosters issued;
  private final AdoptedDocuments documents;
  private final PinnedRegulators regulators;
  private final GatewayIdentity identity;
  private final RosterRules rules;
  private final Presence presence;
  private final Consumer<SignedDocuments> handOver;
  private final InstantSource clock;
  private final RosterLog log;
  private final Map<PartyId, Instant> absentSince = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private @Nullable Seen seen;
  private @Nullable SignedDocuments handedCurrent;
  private @Nullable SignedDocuments handedAnnounced;

  public RosterKeeper(
      Source folder,
      IssuedRosters issued,
      AdoptedDocuments documents,
      PinnedRegulators regulators,
      GatewayIdentity identity,
      RosterTerms terms,
      Presence presence,
      Consumer<SignedDocuments> handOver,
      InstantSource clock,
      RosterLog log) {
    this.folder = folder;
    this.issued = issued;
    this.documents = documents;
    this.regulators = regulators;
    this.identity = identity;
    this.rules = new RosterRules(terms);
    this.presence = presence;
    this.handOver = handOver;
    this.clock = clock;
    this.log = log;
  }

  /** What the folder holds, its quorums verified. */
  private record Seen(
      SignedDocuments folder, Directory directory, PolicyBundle policy, KeyStatements statements) {}

  /** A roster as it was signed. */
  private record SignedRoster(Roster roster, String text) {}

  /** The rosters that are known, and the highest serial on the record. */
  private record Known(List<SignedRoster> rosters, long newestSerial) {}

  /**
   * One look. What does not verify is refused and changes nothing.
   *
   * @return the rosters that it issued
   */
  public List<Roster> look() throws IOException, RefusedException {
    Instant now = clock.instant();
    Seen seen = active(verified(folder.read()), now);
    Known known = known(seen, now);
    noteAbsence(seen.directory(), presence.linked(), now);
    Roster current = started(known.rosters(), now).roster();
    NextRosters next =
        rules.next(
            new RosterFacts(
                seen.directory(),
                seen.policy(),
                current,
                announced(known.rosters(), now).map(SignedRoster::roster),
                known.newestSerial(),
                seen.statements(),
                presence.ready(current.epoch()),
                Map.copyOf(absentSince),
                now));
    next.leftOut().forEach((party, why) -> tell(party + why, () -> log.leftOut(party, why)));
    Optional<RefusedException> refused = Optional.empty();
    List<Roster> issuedNow = new ArrayList<>();
    try {
      for (Roster roster : next.issued()) {
        if (!issue(roster, seen, known, now)) {
          // Another instance was first: its rosters are read at the next look.
          return List.of();
        }
        issuedNow.add(roster);
      }
    } catch (RefusedException unfit) {
      refused = Optional.of(unfit);
    }
    goBy(seen, known.rosters(), now);
    if (refused.isPresent()) {
      throw refused.get();
    }
    // If nothing newer came everybody refuses from now on, and the operator should hear why.
    documents.held().federation().requireValid(now);
    return issuedNow;
  }

  /** Records a roster, if everybody will verify it. Returns whether this instance was the first. */
  private boolean issue(Roster roster, Seen seen, Known known, Instant now)
      throws RefusedException {
    SignedRoster signed = sign(roster);
    documents.check(assembled(seen, signed), now);
    if (!issued.record(roster.serial(), signed.text())) {
      return false;
    }
    known.rosters().add(signed);
    return true;
  }

  /** What lasts is told once, until the folder changes. */
  private void tell(String news, Runnable telling) {
    if (told.add(news)) {
      telling.run();
    }
  }

  /** The folder is looked at every second and hardly ever changes: verified when it does. */
  private Seen verified(SignedDocuments read) throws RefusedException {
    Seen before = seen;
    if (before != null && before.folder().equals(read)) {
      return before;
    }
    Directory directory = Directory.fromPayload(regulators.verify(read.directory(), Directory.TYP));
    Seen now =
        new Seen(
            read,
            directory,
            PolicyBundle.fromPayload(regulators.verify(read.policy(), Federation.POLICY_TYP)),
            KeyStatements.of(read.keyStatements(), directory));
    seen = now;
    told.clear();
    now.statements().refusals().forEach(why -> tell(why, () -> log.keyStatementRefused(why)));
    return now;
  }

  /**
   * With the policy gone by in place of one that is not active yet: once adopted there would be no
   * way back, and nothing could be asked until it is.
   */
  private Seen active(Seen seen, Instant now) throws RefusedException {
    if (!seen.policy().activeFrom().isAfter(now)) {
      return seen;
    }
    Adopted held;
    try {
      held = documents.held();
    } catch (RefusedException none) {
      throw new RefusedException(
          ProblemType.WRONG_POLICY,
          "policy.json is active from %s only; keep the one before in its place until then"
              .formatted(seen.policy().activeFrom()));
    }
    String policy = held.federation().documents().policy();
    SignedDocuments folder = seen.folder();
    return new Seen(
        new SignedDocuments(folder.directory(), policy, folder.roster(), folder.keyStatements()),
        seen.directory(),
        held.policy(),
        seen.statements());
  }

  /** All that count: the recorded ones, and the folder's if it is newer or the first. */
  private Known known(Seen seen, Instant now) throws RefusedException {
    List<SignedRoster> rosters = new ArrayList<>();
    long newest = 0;
    for (Recorded recorded : issued.newest()) {
      newest = Math.max(newest, recorded.serial());
      try {
        rosters.add(parse(recorded.signed()));
      } catch (RefusedException unreadable) {
        // It cannot be taken off the record, and nobody can go by it.
        tell(
            "recorded " + recorded.serial(),
            () -> log.recordedRosterUnreadable(recorded.serial(), unreadable.detail()));
      }
    }
    SignedRoster first = parse(seen.folder().roster());
    if (first.roster().serial() > newest) {
      requireRecordable(first, seen, now);
      issued.record(first.roster().serial(), first.text());
      rosters.add(first);
      newest = first.roster().serial();
    }
    return new Known(rosters, newest);
  }

  /**
   * Nothing can be taken off the record again, so a roster is this gateway's own before it is, and
   * one that everybody verifies. A first one may name who is suspended by now: who is leaves at
   * once by the next.
   */
  private void requireRecordable(SignedRoster roster, Seen seen, Instant now)
      throws RefusedException {
    requireOwn(roster);
    boolean suspended =
        roster.roster().members().keySet().stream()
            .flatMap(member -> seen.directory().party(member).stream())
            .anyMatch(party -> !party.isActive());
    SignedDocuments set = assembled(seen, roster);
    if (!suspended) {
      documents.check(set, now);
    }
  }

  private void requireOwn(SignedRoster roster) throws RefusedException {
    try {
      CompactJws.parse(roster.text(), Roster.TYP)
          .requireSignedBy(identity.kid(), identity.signing().publicKey());
    } catch (RefusedException another) {
      throw new RefusedException(
          another.type(),
          "roster.jws is not signed by this gateway; are heji.party.id and heji.keys.directory its own?");
    }
  }

  private static SignedRoster parse(String text) throws RefusedException {
    return new SignedRoster(Roster.fromPayload(CompactJws.parse(text, Roster.TYP).payload()), text);
  }

  private SignedRoster sign(Roster roster) {
    return new SignedRoster(
        roster,
        CompactJws.sign(Roster.TYP, identity.kid(), identity.signing(), roster.toPayload()));
  }

  private static SignedRoster started(List<SignedRoster> rosters, Instant now)
      throws RefusedException {
    return rosters.stream()
        .filter(r -> !r.roster().from().isAfter(now))
        .max(Comparator.comparingLong(r -> r.roster().serial()))
        .orElseThrow(
            () -> new RefusedException(ProblemType.WRONG_ROSTER, "no roster has started yet"));
  }

  /** The newest of all, unless it has started. */
  private static Optional<SignedRoster> announced(List<SignedRoster> rosters, Instant now) {
    return rosters.stream()
        .max(Comparator.comparingLong(r -> r.roster().serial()))
        .filter(r -> r.roster().from().isAfter(now));
  }

  private void noteAbsence(Directory directory, Set<PartyId> here, Instant now) {
    directory
        .parties()
        .forEach(
            party -> {
              if (here.contains(party.id())) {
                absentSince.remove(party.id());
              } else {
                absentSince.putIfAbsent(party.id(), now);
              }
            });
  }

  private void goBy(Seen seen, List<SignedRoster> rosters, Instant now) throws RefusedException {
    SignedDocuments current = assembled(seen, started(rosters, now));
    if (!current.equals(handedCurrent)) {
      adoptAndHandOver(current, now);
      handedCurrent = current;
      // What was announced beside another current set is announced anew.
      handedAnnounced = null;
    }
    Optional<SignedRoster> announced = announced(rosters, now);
    if (announced.isPresent()) {
      SignedDocuments next = assembled(seen, announced.get());
      if (!next.equals(handedAnnounced)) {
        adoptAndHandOver(next, now);
        handedAnnounced = next;
      }
    }
  }

  private void adoptAndHandOver(SignedDocuments set, Instant now) throws RefusedException {
    if (!DocumentsFrame.fits(set)) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST,
          "directory, policy, roster and key statements together must fit into one frame of "
              + Limits.FRAME_MAX_BYTES
              + " bytes");
    }
    documents.adopt(set, now);
    handOver.accept(set);
  }

  private static SignedDocuments assembled(Seen seen, SignedRoster roster) throws RefusedException {
    List<String> statements =
        seen.statements()
            .of(roster.roster())
            .orElseThrow(
                () ->
                    new RefusedException(
                        ProblemType.WRONG_ROSTER,
                        "a key statement that the roster names is not in the folder, or does not verify"));
    return new SignedDocuments(
        seen.folder().directory(), seen.folder().policy(), roster.text(), statements);
  }
}
