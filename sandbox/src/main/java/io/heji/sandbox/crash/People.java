package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Whom each bank asks about: everybody in turn, each so often that no agent may object as long as
 * the same platforms are on the roster. Thread-safe.
 */
final class People {
  /** How often policy lets one bank ask about a person in a day; a question that fails counts. */
  static final int ASKS_MAX = 3;

  private final Map<PartyId, Queue<String>> left = new HashMap<>();

  People(List<String> borrowers) {
    for (Cast.Member bank : Cast.BANKS) {
      Queue<String> all = new ConcurrentLinkedQueue<>();
      for (int time = 0; time < ASKS_MAX; time++) {
        all.addAll(borrowers);
      }
      left.put(bank.id(), all);
    }
  }

  /** The next person for a bank; empty when all were asked about often enough. */
  Optional<String> next(PartyId bank) {
    return Optional.ofNullable(of(bank).poll());
  }

  /** Nothing was asked about them after all. */
  void notAsked(PartyId bank, String borrower) {
    of(bank).add(borrower);
  }

  private Queue<String> of(PartyId bank) {
    Queue<String> own = left.get(bank);
    if (own == null) {
      throw new IllegalArgumentException("`" + bank + "` is no bank of the sandbox");
    }
    return own;
  }
}
