package io.heji.agent.index;

import io.heji.agent.AgentLimits;
import io.heji.protocol.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which customer references a token stands for, epoch by epoch. A person may have several. */
public interface CustomerIndex {
  /**
   * Adds what the tokens of a page stand for, and how far the book is with it: both or neither.
   * Adding it again changes nothing. Durable on return.
   */
  void add(long epoch, List<Entry> entries, Reached reached);

  /** How far the book of an epoch is that is not complete, if anything of it is in. */
  Optional<Reached> reached(long epoch);

  /** One customer of the book. Two references may share a token: a person with two accounts. */
  record Entry(Token token, String reference) {
    @Override
    public String toString() {
      return "Entry";
    }
  }

  /**
   * For each token the references it stands for, none for a stranger, and where there are too many
   * one more than {@link AgentLimits#REFERENCES_PER_PERSON_MAX}. One statement, the same for all.
   */
  List<Set<String>> find(long epoch, List<Token> tokens);

  /** The whole book of an epoch is in: how far it was is forgotten. Durable on return. */
  void complete(long epoch, Completed completed);

  /** Whether, and as of when, the whole book of an epoch is in. */
  Optional<Completed> completed(long epoch);

  /**
   * Forgets the indexes of all epochs before this one: at once that there were any, then their rows
   * little by little. What is interrupted is gone on with by the next call.
   */
  void forgetBefore(long epoch);

  /**
   * How the tokenisation of a book ended.
   *
   * @param asOf when the reading of the book began
   * @param customers how many are in
   * @param refused how many identity numbers were not ones
   */
  record Completed(Instant asOf, long customers, long refused) {}

  /**
   * Up to where the book is in. The customer reached may have further identities behind the end of
   * a page, so that one is read again; the counts are of those before it.
   *
   * @param asOf when the reading of the book began
   * @param reference the last customer that is in, by the platform's reference
   * @param customers how many before that one are in
   * @param refused how many identity numbers before that one were not ones
   */
  record Reached(Instant asOf, String reference, long customers, long refused) {
    @Override
    public String toString() {
      return "Reached";
    }
  }
}
