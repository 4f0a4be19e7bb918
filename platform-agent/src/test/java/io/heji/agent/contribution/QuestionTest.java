package io.heji.agent.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.Pin;
import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.Bytes;
import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.PartyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final GuardRule RULE = new GuardRule(Duration.ofDays(7), Duration.ofHours(6));
  private static final Bytes CUSTOMER = Bytes.utf8("customer");

  /**
   * One customer under two identities, of which one was asked about over a set that differs by a
   * company. What that veto keeps back was not answered, and is no repetition of the other.
   */
  @Test
  void aVetoedSubjectIsNoRepetitionOfTheSamePersonInTheSameQuery() throws Exception {
    Bytes first = Bytes.utf8("first identity");
    Bytes second = Bytes.utf8("second identity");
    SortedSet<PartyId> set = set("platform-a", "platform-b", "platform-c");
    Map<Bytes, Pin> repeated = new HashMap<>();
    for (int i = 1; i < GuardRule.REPEATS_MAX; i++) {
      repeated.put(Bytes.utf8("earlier " + i), new Pin(set, NOW.minusSeconds(i), true));
    }
    Pin otherSet = new Pin(set("platform-a", "platform-b"), NOW.minusSeconds(60), true);
    Map<Bytes, Map<Bytes, Pin>> found =
        Map.of(CUSTOMER, repeated, first, Map.of(Bytes.utf8("another"), otherSet));

    assertThat(question(set, person(first, 0), person(second, 1)).vetoedByGuard(found))
        .containsExactly(true, false);
    // One that was answered is a repetition.
    assertThat(question(set, person(second, 0), person(second, 1)).vetoedByGuard(found))
        .containsExactly(false, true);
  }

  private static Question question(SortedSet<PartyId> set, Question.Person... persons)
      throws Exception {
    GuardTerms terms = new GuardTerms(set, new PlayedQuery(NOW).federation(), 2, RULE, 100, NOW);
    return new Question(
        new PartyId("bank-north"),
        "query",
        NOW.plusSeconds(60),
        "company",
        terms,
        List.of(persons));
  }

  private static Question.Person person(Bytes identity, int place) {
    List<Bytes> names = List.of(identity, CUSTOMER);
    return new Question.Person(Bytes.utf8("subject " + place), names, names);
  }

  private static SortedSet<PartyId> set(String... members) {
    return Arrays.stream(members).map(PartyId::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
