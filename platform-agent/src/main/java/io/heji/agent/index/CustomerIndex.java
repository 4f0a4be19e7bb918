package io.heji.agent.index;

import io.heji.protocol.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which customer references a token stands for, epoch by epoch. A person may have several. */
public interface CustomerIndex {
  /** Adds what a batch of tokens stands for; adding it again changes nothing. Durable on return. */
  void add(long epoch, List<Entry> entries);

  /** One customer of the book. Two references may share a token: a person with two accounts. */
  record Entry(Token token, String reference) {
    @Override
    public String toString() {
      return "Entry";
    }
  }

  /**
   * For each token the references it stands for, none for a stranger. One statement, the same for
   * all.
   */
  List<Set<String>> find(long epoch, List<Token> tokens);

  /** The whole book of an epoch is in. Durable on return. */
  void complete(long epoch, Completed completed);

  /** Whether, and as of when, the whole book of an epoch is in. */
  Optional<Completed> completed(long epoch);

  /** Forgets the indexes of all epochs before this one. */
  void forgetBefore(long epoch);

  /**
   * How the tokenisation of a book ended.
   *
   * @param asOf when the reading of the book began
   * @param customers how many are in
   * @param refused how many identity numbers were not ones
   */
  record Completed(Instant asOf, long customers, long refused) {}
}
