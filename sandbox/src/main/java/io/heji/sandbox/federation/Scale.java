package io.heji.sandbox.federation;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.population.MarkedBorrowers;
import io.heji.sandbox.population.Population;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How large a federation is, and what its processes get.
 *
 * @param accounts that are generated when no file is given
 * @param registeredAtFirst customers that the first platform knows beside, who owe nothing
 * @param registeredAtOthers the same at each other platform
 * @param agentHeapMegabytes the heap limit of an agent's process
 * @param capture whether processes write down what they see
 * @param marked how many borrowers are marked, to search the federation for; with any, the database
 *     server also logs every statement, as a server in trouble may be made to
 * @param agentsBeside how many platforms, the last ones, run two processes of their agent
 */
public record Scale(
    int accounts,
    long registeredAtFirst,
    long registeredAtOthers,
    int agentHeapMegabytes,
    boolean capture,
    int marked,
    int agentsBeside) {
  /** As many people as an identity number of one region can tell apart, with room. */
  public static final long REGISTERED_MAX = 10_000_000;

  /** The loans of about 27 borrowers, about whom two banks may ask 160 questions in a day. */
  private static final int CRASH_ACCOUNTS_A_ROUND = 60;

  /** More would be tokenised for longer than a new epoch is announced before. */
  private static final int CRASH_MAX = 30_000;

  /** The demo's. */
  public static final Scale DEMO = new Scale(6_000, 0, 0, 160, true, 0, 0);

  /** What a search for leaks wants: few people, some of them marked. */
  public static final Scale HUNT = new Scale(600, 0, 0, 160, true, 4, 0);

  public Scale {
    if (registeredAtFirst < 0
        || registeredAtFirst > REGISTERED_MAX
        || registeredAtOthers < 0
        || registeredAtOthers > REGISTERED_MAX) {
      throw new IllegalArgumentException(
          "a platform registers 0 to " + REGISTERED_MAX + " customers beside its borrowers");
    }
    if (marked < 0 || marked > MarkedBorrowers.MAX) {
      throw new IllegalArgumentException("0 to " + MarkedBorrowers.MAX + " borrowers are marked");
    }
    if (agentsBeside < 0 || agentsBeside > FederationOptions.PLATFORMS_MIN) {
      throw new IllegalArgumentException(
          "0 to " + FederationOptions.PLATFORMS_MIN + " platforms run two agents");
    }
  }

  /**
   * What a crash trial of so many rounds wants: enough people to ask about until it ends, and one
   * platform with two agents.
   */
  public static Scale ofCrashes(int rounds) {
    int accounts = Math.clamp(CRASH_ACCOUNTS_A_ROUND * (long) rounds, DEMO.accounts, CRASH_MAX);
    return new Scale(accounts, 0, 0, 160, true, 0, 1);
  }

  /** As large, with so many marked borrowers. */
  public Scale withMarked(int borrowers) {
    return new Scale(
        accounts,
        registeredAtFirst,
        registeredAtOthers,
        agentHeapMegabytes,
        capture,
        borrowers,
        agentsBeside);
  }

  /** How many customers without loans a platform has, by its place in the cast. */
  int registeredAt(int platform) {
    return (int) (platform == 0 ? registeredAtFirst : registeredAtOthers);
  }

  /**
   * What platforms declare to the regulators that register customers beside their borrowers: twice
   * the book, so that a tokenisation that was broken off can begin again.
   */
  SortedMap<PartyId, Long> declaredBooks(Cast cast, Population population) {
    SortedMap<PartyId, Long> books = new TreeMap<>();
    for (int i = 0; i < cast.platforms().size(); i++) {
      long registered = registeredAt(i);
      if (registered > 0) {
        books.put(
            cast.platforms().get(i).id(), 2 * (registered + population.platforms().get(i).size()));
      }
    }
    return books;
  }
}
