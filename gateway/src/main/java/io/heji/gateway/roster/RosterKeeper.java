package io.heji.gateway.roster;

import io.heji.gateway.member.DocumentsFrame;
import io.heji.gateway.query.GatewayIdentity;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the roster true: looks at the folder, at who is linked and at the clock; issues what the
 * rules say, records it, goes by it, and hands it to every member. {@link #look} is called by one
 * thread at a time.
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
  private final Supplier<Set<PartyId>> linked;
  private final Consumer<SignedDocuments> handOver;
  private final InstantSource clock;
  private final Map<PartyId, Instant> absentSince = new HashMap<>();
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
      Supplier<Set<PartyId>> linked,
      Consumer<SignedDocuments> handOver,
      InstantSource clock) {
    this.folder = folder;
    this.issued = issued;
    this.documents = documents;
    this.regulators = regulators;
    this.identity = identity;
    this.rules = new RosterRules(terms);
    this.linked = linked;
    this.handOver = handOver;
    this.clock = clock;
  }

  /** What the folder holds, its quorums verified. */
  private record Seen(
      SignedDocuments folder, Directory directory, PolicyBundle policy, KeyStatements statements) {}

  /** A roster as it was signed. */
  private record SignedRoster(Roster roster, String text) {}

  /**
   * One look. What does not verify is refused and changes nothing.
   *
   * @return the rosters that it issued
   */
  public List<Roster> look() throws IOException, RefusedException {
    Instant now = clock.instant();
    Seen seen = verified(folder.read());
    List<SignedRoster> rosters = rosters(seen.folder());
    Set<PartyId> here = linked.get();
    noteAbsence(seen.directory(), here, now);
    List<Roster> next =
        rules.next(
            new RosterFacts(
                seen.directory(),
                seen.policy(),
                started(rosters, now).roster(),
                announced(rosters, now).map(SignedRoster::roster),
                seen.statements(),
                here,
                Map.copyOf(absentSince),
                now));
    for (Roster roster : next) {
      SignedRoster signed = sign(roster);
      if (!issued.record(roster.serial(), signed.text())) {
        // Another instance was first: its rosters are read at the next look.
        return List.of();
      }
      rosters.add(signed);
    }
    goBy(seen, rosters, now);
    return next;
  }

  /** The folder is looked at every second and hardly ever changes: verified when it does. */
  private Seen verified(SignedDocuments read) throws RefusedException {
    Seen before = seen;
    if (before != null && before.folder().equals(read)) {
      return before;
    }
    Seen now =
        new Seen(
            read,
            Directory.fromPayload(regulators.verify(read.directory(), Directory.TYP)),
            PolicyBundle.fromPayload(regulators.verify(read.policy(), Federation.POLICY_TYP)),
            KeyStatements.read(read.keyStatements()));
    seen = now;
    return now;
  }

  /** All that count: the recorded ones, and the folder's if it is newer or the first. */
  private List<SignedRoster> rosters(SignedDocuments read) throws RefusedException {
    List<SignedRoster> rosters = new ArrayList<>();
    for (String text : issued.newest()) {
      rosters.add(parse(text));
    }
    SignedRoster first = parse(read.roster());
    long newest = rosters.stream().mapToLong(r -> r.roster().serial()).max().orElse(0);
    if (first.roster().serial() > newest) {
      requireOwn(first);
      issued.record(first.roster().serial(), first.text());
      rosters.add(first);
    }
    return rosters;
  }

  /** Nothing can be taken off the record again, so a roster is this gateway's own before it is. */
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
                        "a key statement that the roster names is not in the folder"));
    return new SignedDocuments(
        seen.folder().directory(), seen.folder().policy(), roster.text(), statements);
  }
}
