package io.heji.policy.adoption;

import io.heji.policy.adoption.SerialMemory.Kind;
import io.heji.policy.adoption.SerialMemory.Remembered;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents a role goes by now. Adopts newer ones, never an older serial, never the same serial
 * with another content, and no roster sooner after the one before than policy's dwell time.
 *
 * <p>A roster that starts later is announced: evaluations may be asked under it, so that the next
 * epoch's index is built beside the current one, and it becomes current when its time comes. The
 * set before stays usable for messages under its roster until a minute after that. Thread-safe.
 */
public final class AdoptedDocuments {
  private final PinnedRegulators regulators;
  private final SerialMemory memory;

  // All are replaced together under this object's lock, and read under it.
  private @Nullable Adopted current;
  private @Nullable Adopted previous;
  private @Nullable Adopted announced;
  private long epochsFirstSerial;

  public AdoptedDocuments(PinnedRegulators regulators, SerialMemory memory) {
    this.regulators = regulators;
    this.memory = memory;
  }

  /**
   * Verifies a set and goes by it from now on, or from when its roster starts. The set that is
   * current already is taken without further ado. If the memory fails, nothing is adopted and the
   * same set can be offered again.
   */
  public synchronized Adopted adopt(SignedDocuments documents, Instant now)
      throws RefusedException {
    Adopted adopted = checked(documents, now);
    Federation federation = adopted.federation();
    if (federation.roster().from().isAfter(now)) {
      memory.remember(
          Kind.ANNOUNCED, new Remembered(federation.rosterRef(), federation.roster().from()));
      announced = adopted;
    } else {
      goBy(adopted);
    }
    return adopted;
  }

  /** Refuses a set that {@link #adopt} would refuse, and changes nothing. */
  public synchronized void check(SignedDocuments documents, Instant now) throws RefusedException {
    checked(documents, now);
  }

  private Adopted checked(SignedDocuments documents, Instant now) throws RefusedException {
    advance(now);
    Federation federation = Federation.verifyAnnounced(documents, regulators, now);
    PolicyBundle policy = PolicyBundle.fromPayload(federation.policyPayload());
    if (!policy.federation().equals(regulators.federation())) {
      throw new RefusedException(ProblemType.WRONG_POLICY, "the bundle is of another federation");
    }
    boolean newerDirectory =
        requireNotOlder(
            memory.newest(Kind.DIRECTORY), federation.directoryRef(), ProblemType.WRONG_DIRECTORY);
    requireNotOlder(memory.newest(Kind.POLICY), federation.policyRef(), ProblemType.WRONG_POLICY);
    requireAsAnnounced(federation.rosterRef());
    // Looked at once, and after the directory: another process of this role may be remembering the
    // same documents now, the roster first.
    Optional<Remembered> rosterBefore = memory.newest(Kind.ROSTER);
    if (requireNotOlder(rosterBefore, federation.rosterRef(), ProblemType.WRONG_ROSTER)) {
      requireDwelt(rosterBefore, federation, policy, newerDirectory);
    }
    return new Adopted(federation, policy);
  }

  /** Whether the offered one is newer than what is remembered. */
  private static boolean requireNotOlder(
      Optional<Remembered> remembered, DocumentRef offered, ProblemType otherwise)
      throws RefusedException {
    Optional<DocumentRef> newest = remembered.map(Remembered::ref);
    if (newest.isEmpty()) {
      return false;
    }
    long serial = newest.get().serial();
    if (offered.serial() < serial) {
      throw new RefusedException(otherwise, "an older serial is never adopted");
    }
    if (offered.serial() == serial && !offered.hash().equals(newest.get().hash())) {
      throw twoContents(otherwise);
    }
    return offered.serial() > serial;
  }

  /** Books are tokenised under an announced roster: it stays what it was until it starts. */
  private void requireAsAnnounced(DocumentRef roster) throws RefusedException {
    Optional<DocumentRef> before = memory.newest(Kind.ANNOUNCED).map(Remembered::ref);
    if (before.filter(a -> a.serial() == roster.serial() && !a.equals(roster)).isPresent()) {
      throw twoContents(ProblemType.WRONG_ROSTER);
    }
  }

  private static RefusedException twoContents(ProblemType type) {
    return new RefusedException(type, "one serial must not have two contents");
  }

  /**
   * Rosters that follow each other quickly would let totals over changing sets be compared. Members
   * that the regulators suspend leave at once: that is a newer directory's doing, not the gateway's
   * choice.
   */
  private static void requireDwelt(
      Optional<Remembered> before, Federation offered, PolicyBundle policy, boolean newerDirectory)
      throws RefusedException {
    Instant since = before.map(Remembered::effective).orElse(Instant.EPOCH);
    boolean dwelt = !offered.roster().from().isBefore(since.plus(policy.rosterDwell()));
    if (!dwelt && !(newerDirectory && onlySuspendedLeave(before, offered))) {
      throw new RefusedException(
          ProblemType.WRONG_ROSTER, "the roster follows the one before sooner than policy allows");
    }
  }

  /**
   * By the remembered roster, which is known after a restart too: otherwise a newer directory of
   * whatever content would let any roster follow at once.
   */
  private static boolean onlySuspendedLeave(Optional<Remembered> remembered, Federation offered)
      throws RefusedException {
    Optional<String> text = remembered.flatMap(Remembered::roster);
    if (text.isEmpty()) {
      return false;
    }
    Roster before = Roster.fromPayload(CompactJws.parse(text.get(), Roster.TYP).payload());
    Roster next = offered.roster();
    boolean sameOtherwise =
        next.epoch() == before.epoch()
            && before.members().keySet().containsAll(next.members().keySet());
    return sameOtherwise
        && before.members().keySet().stream()
            .filter(member -> !next.members().containsKey(member))
            .noneMatch(gone -> offered.party(gone).filter(party -> party.isActive()).isPresent());
  }

  private void goBy(Adopted adopted) {
    Federation federation = adopted.federation();
    // The roster first: if the memory fails after the directory, a roster that may follow sooner
    // because of that directory would be refused when it is offered again.
    memory.remember(
        Kind.ROSTER,
        new Remembered(
            federation.rosterRef(),
            federation.roster().from(),
            Optional.of(federation.documents().roster())));
    memory.remember(
        Kind.DIRECTORY, new Remembered(federation.directoryRef(), federation.directory().issued()));
    memory.remember(
        Kind.POLICY, new Remembered(federation.policyRef(), adopted.policy().activeFrom()));
    if (current == null || current.federation().roster().epoch() != federation.roster().epoch()) {
      epochsFirstSerial = federation.roster().serial();
    }
    if (current != null && !current.federation().rosterRef().equals(federation.rosterRef())) {
      previous = current;
    }
    current = adopted;
    if (announced != null && mustBeAnnouncedAnew(announced.federation(), adopted)) {
      announced = null;
    }
  }

  /** An announced set under documents that were replaced, or that would start too soon now. */
  private static boolean mustBeAnnouncedAnew(Federation waiting, Adopted adopted) {
    Federation current = adopted.federation();
    Instant earliest = current.roster().from().plus(adopted.policy().rosterDwell());
    return waiting.roster().serial() <= current.roster().serial()
        || waiting.roster().from().isBefore(earliest)
        || waiting.directoryRef().serial() < current.directoryRef().serial()
        || waiting.policyRef().serial() < current.policyRef().serial();
  }

  /** Goes by the announced roster once it has started. Returns whether it did just now. */
  public synchronized boolean advance(Instant now) {
    if (announced == null || now.isBefore(announced.federation().roster().from())) {
      return false;
    }
    // It is no longer announced once it is gone by, and not before: the memory may fail.
    goBy(announced);
    return true;
  }

  /** What the role goes by, if it has adopted anything since its start. */
  public synchronized Optional<Adopted> current() {
    return Optional.ofNullable(current);
  }

  /** What the role will go by, if it is known. */
  public synchronized Optional<Adopted> announced() {
    return Optional.ofNullable(announced);
  }

  /** What the role holds, expired or not: for who verifies it again. */
  public Adopted held() throws RefusedException {
    return current()
        .orElseThrow(
            () -> new RefusedException(ProblemType.TOO_BUSY, "no documents are adopted yet"));
  }

  /**
   * What the role goes by now; without documents, or by a directory that has expired since it was
   * adopted, nothing can be checked, so nothing is answered.
   */
  public Adopted require(Instant now) throws RefusedException {
    Adopted newest = held();
    newest.federation().requireValidDirectory(now);
    return newest;
  }

  /**
   * The set under whose roster a query may be read now: the current one, or the one before for a
   * minute after the change. An announced one that starts within the clocks' difference has started
   * for somebody else already.
   */
  public synchronized Adopted underRoster(DocumentRef roster, Instant now) throws RefusedException {
    return named(roster, now, now.plus(Limits.CLOCK_SKEW_MAX));
  }

  /** The set under whose roster elements may be evaluated now: an announced one too. */
  public synchronized Adopted forEvaluation(DocumentRef roster, Instant now)
      throws RefusedException {
    return named(roster, now, Instant.MAX);
  }

  private Adopted named(DocumentRef roster, Instant now, Instant latestStart)
      throws RefusedException {
    advance(now);
    Adopted newest = require(now);
    Adopted named = named(roster, newest, now, latestStart);
    named.federation().requireValid(now);
    return named;
  }

  private Adopted named(DocumentRef roster, Adopted newest, Instant now, Instant latestStart)
      throws RefusedException {
    if (newest.federation().rosterRef().equals(roster)) {
      return newest;
    }
    if (announced != null
        && announced.federation().rosterRef().equals(roster)
        && !announced.federation().roster().from().isAfter(latestStart)) {
      return announced;
    }
    if (previous != null
        && previous.federation().rosterRef().equals(roster)
        && now.isBefore(graceEnds(newest))) {
      return previous;
    }
    if (roster.serial() < epochsFirstSerial) {
      throw new RefusedException(
          ProblemType.EPOCH_CHANGED, "`roster` is of an epoch that has ended");
    }
    throw new RefusedException(ProblemType.WRONG_ROSTER, "`roster` is not the current one");
  }

  private static Instant graceEnds(Adopted newest) {
    return newest.federation().roster().from().plus(Limits.PREVIOUS_ROSTER_GRACE);
  }

  /** Epochs whose keys and tokens are still of use; anything of an earlier one can be erased. */
  public synchronized SortedSet<Long> epochsInUse(Instant now) {
    SortedSet<Long> epochs = new TreeSet<>();
    if (current != null) {
      epochs.add(current.federation().roster().epoch());
      // Twice the clocks' difference: who erases must be the last to give a roster up.
      Instant erasable = graceEnds(current).plus(Limits.CLOCK_SKEW_MAX.multipliedBy(2));
      if (previous != null && now.isBefore(erasable)) {
        epochs.add(previous.federation().roster().epoch());
      }
    }
    if (announced != null) {
      epochs.add(announced.federation().roster().epoch());
    }
    return epochs;
  }
}
