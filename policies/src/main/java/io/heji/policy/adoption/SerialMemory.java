package io.heji.policy.adoption;

import io.heji.protocol.document.DocumentRef;
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
    ROSTER
  }

  Optional<DocumentRef> newest(Kind kind);

  void remember(Kind kind, DocumentRef ref);
}
