package io.heji.policy.adoption;

import io.heji.protocol.document.DocumentRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers the newest document of each kind that a role went by, across restarts. {@link
 * #remember} must be durable on return: a role that forgets can be rolled back to a directory in
 * which a suspended party is still active.
 */
public interface SerialMemory {
  /** The kinds of documents that have serials. */
  enum Kind {
    DIRECTORY,
    POLICY,
    ROSTER,
    /** A roster that has not started when it is handed over. */
    ANNOUNCED
  }

  /**
   * What is remembered of one kind.
   *
   * @param ref serial and hash
   * @param effective since when it applies: issued, active from, or a roster's from
   * @param roster a roster as it was signed; empty for the other kinds, and where it is not known
   */
  record Remembered(DocumentRef ref, Instant effective, Optional<String> roster) {
    public Remembered(DocumentRef ref, Instant effective) {
      this(ref, effective, Optional.empty());
    }
  }

  Optional<Remembered> newest(Kind kind);

  void remember(Kind kind, Remembered document);
}
