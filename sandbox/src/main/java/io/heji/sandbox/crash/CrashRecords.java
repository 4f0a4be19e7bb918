package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a crash trial, to be held against each other: what the gateway recorded, what each
 * agent stored, and what went over the link of each of its processes.
 *
 * @param answered what the gateway recorded as answered, by the question's id
 * @param outcomes how many outcomes are on the gateway's record of each question that was permitted
 *     and must be over
 * @param platforms what each platform's agent stored and sent
 */
record CrashRecords(
    Map<String, Recorded> answered, Map<String, Integer> outcomes, List<OfPlatform> platforms) {
  /**
   * A question that the gateway recorded as answered.
   *
   * @param queryHash Q in hex
   * @param times how often
   * @param summed the ids of S
   */
  record Recorded(String queryHash, int times, Set<String> summed) {
    Recorded {
      summed = Set.copyOf(summed);
    }

    Recorded onceMore() {
      return new Recorded(queryHash, times + 1, summed);
    }
  }

  /**
   * What an agent stored of a question.
   *
   * @param queryHash Q in hex
   * @param lanes in hex; null once nobody accepts the query any more
   */
  record Stored(String queryHash, @Nullable String lanes) {}

  /**
   * One platform's agent, all its processes together.
   *
   * @param stored by the question's id
   * @param sent every vector that left it, by the question's id
   * @param asked every form in which it was asked, by the question's id
   */
  record OfPlatform(
      PartyId platform,
      Map<String, Stored> stored,
      Map<String, Set<String>> sent,
      Map<String, Set<String>> asked) {
    static OfPlatform none(PartyId platform) {
      return new OfPlatform(platform, new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    void sent(String queryId, String lanes) {
      sent.computeIfAbsent(queryId, _ -> new HashSet<>()).add(lanes);
    }

    void asked(String queryId, String form) {
      asked.computeIfAbsent(queryId, _ -> new HashSet<>()).add(form);
    }
  }

  /** Complains of all that does not fit. */
  void check(Findings findings) {
    for (String queryId : findings.disclosed().keySet()) {
      Recorded record = answered.get(queryId);
      if (record == null || record.times() != 1) {
        findings.complain("the gateway did not record once that it answered " + queryId);
      }
    }
    for (String queryId : findings.withoutAnswer().keySet()) {
      if (answered.containsKey(queryId)) {
        findings.complain("the gateway answered " + queryId + " and gives its bank no answer");
      }
    }
    outcomes.forEach(
        (queryId, many) -> {
          if (many != 1) {
            findings.complain("the gateway's record has " + many + " outcomes of " + queryId);
          }
        });
    for (OfPlatform platform : platforms) {
      everyAnswerIsStored(platform, findings);
      sentIsStored(platform, findings);
      askedOnce(platform, findings);
    }
  }

  /** Whatever the gateway answered, whether its bank got it or not, every member contributed to. */
  private void everyAnswerIsStored(OfPlatform own, Findings findings) {
    answered.forEach(
        (queryId, record) -> {
          if (!record.summed().contains(own.platform().value())) {
            return;
          }
          Stored stored = own.stored().get(queryId);
          if (stored == null) {
            findings.complain(own.platform() + " has no record of " + queryId);
          } else if (!stored.queryHash().equals(record.queryHash())) {
            findings.complain(own.platform() + " answered another query under the id " + queryId);
          }
        });
  }

  /**
   * Whatever left an agent, by whichever of its processes, is what it stored, and always the same:
   * no second vector under the same masks.
   */
  private static void sentIsStored(OfPlatform own, Findings findings) {
    if (own.sent().isEmpty()) {
      findings.complain(own.platform() + " contributed nothing, so nothing was proven of it");
    }
    own.sent()
        .forEach(
            (queryId, vectors) -> {
              Stored stored = own.stored().get(queryId);
              if (vectors.size() > 1) {
                findings.complain(own.platform() + " sent two vectors for " + queryId);
              } else if (stored == null) {
                findings.complain(own.platform() + " sent what it did not store for " + queryId);
              } else if (stored.lanes() != null && !vectors.contains(stored.lanes())) {
                findings.complain(
                    own.platform() + " sent another vector than it stored for " + queryId);
              }
            });
  }

  private static void askedOnce(OfPlatform own, Findings findings) {
    own.asked()
        .forEach(
            (queryId, forms) -> {
              if (forms.size() > 1) {
                findings.complain(own.platform() + " was asked two things under " + queryId);
              }
            });
  }
}
