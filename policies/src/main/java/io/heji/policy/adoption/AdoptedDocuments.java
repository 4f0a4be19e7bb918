package io.heji.policy.adoption;

import io.heji.policy.adoption.SerialMemory.Kind;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents a role goes by now. Adopts newer ones, never an older serial, and never the same
 * serial with another content. The set before stays usable for messages under its roster until a
 * minute after the next one started. Thread-safe.
 */
public final class AdoptedDocuments {
  private final PinnedRegulators regulators;
  private final SerialMemory memory;

  // Both are replaced together under this object's lock, and read under it.
  private @Nullable Adopted current;
  private @Nullable Adopted previous;

  public AdoptedDocuments(PinnedRegulators regulators, SerialMemory memory) {
    this.regulators = regulators;
    this.memory = memory;
  }

  /**
   * Verifies a set and goes by it from now on. The set that is current already is taken without
   * further ado.
   */
  public synchronized Adopted adopt(SignedDocuments documents, Instant now)
      throws RefusedException {
    Federation federation = Federation.verify(documents, regulators, now);
    PolicyBundle policy = PolicyBundle.fromPayload(federation.policyPayload());
    if (!policy.federation().equals(regulators.federation())) {
      throw new RefusedException(ProblemType.WRONG_POLICY, "the bundle is of another federation");
    }
    requireNotOlder(Kind.DIRECTORY, federation.directoryRef(), ProblemType.WRONG_DIRECTORY);
    requireNotOlder(Kind.POLICY, federation.policyRef(), ProblemType.WRONG_POLICY);
    requireNotOlder(Kind.ROSTER, federation.rosterRef(), ProblemType.WRONG_ROSTER);
    memory.remember(Kind.DIRECTORY, federation.directoryRef());
    memory.remember(Kind.POLICY, federation.policyRef());
    memory.remember(Kind.ROSTER, federation.rosterRef());
    Adopted adopted = new Adopted(federation, policy);
    if (current != null && !current.federation().rosterRef().equals(federation.rosterRef())) {
      previous = current;
    }
    current = adopted;
    return adopted;
  }

  private void requireNotOlder(Kind kind, DocumentRef offered, ProblemType otherwise)
      throws RefusedException {
    DocumentRef newest = memory.newest(kind).orElse(offered);
    if (offered.serial() < newest.serial()) {
      throw new RefusedException(otherwise, "an older serial is never adopted");
    }
    if (offered.serial() == newest.serial() && !offered.hash().equals(newest.hash())) {
      throw new RefusedException(otherwise, "one serial must not have two contents");
    }
  }

  /** What the role goes by, if it has adopted anything since its start. */
  public synchronized Optional<Adopted> current() {
    return Optional.ofNullable(current);
  }

  /** What the role goes by; without documents nothing can be checked, so nothing is answered. */
  public Adopted require() throws RefusedException {
    return current()
        .orElseThrow(
            () -> new RefusedException(ProblemType.TOO_BUSY, "no documents are adopted yet"));
  }

  /**
   * The set under whose roster a message may be read now: the current one, or the one before for a
   * minute after the change.
   */
  public synchronized Adopted underRoster(DocumentRef roster, Instant now) throws RefusedException {
    Adopted newest = require();
    if (newest.federation().rosterRef().equals(roster)) {
      return newest;
    }
    Instant graceEnds = newest.federation().roster().from().plus(Limits.PREVIOUS_ROSTER_GRACE);
    if (previous != null
        && previous.federation().rosterRef().equals(roster)
        && now.isBefore(graceEnds)) {
      return previous;
    }
    throw new RefusedException(ProblemType.WRONG_ROSTER, "`roster` is not the current one");
  }
}
