package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.checker.PlayedTotals;
import io.heji.sandbox.crash.CrashRecords.OfPlatform;
import io.heji.sandbox.crash.CrashRecords.Recorded;
import io.heji.sandbox.crash.CrashRecords.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One bank was told the answer to the question q, to which the platform a contributed. */
class CrashRecordsTest {
  private static final PartyId BANK = new PartyId("bank-a");
  private static final Recorded ONCE = new Recorded("Q", 1, Set.of("a", "b"));

  private final Findings findings = new Findings(PlayedTotals.of("11010519491231002X", Map.of()));
  private final Map<String, Recorded> answered = new HashMap<>(Map.of("q", ONCE));
  private final Map<String, Integer> outcomes = new HashMap<>(Map.of("q", 1));
  private final OfPlatform platform = OfPlatform.none(new PartyId("a"));

  private List<String> complaints() {
    findings.answered("11010519491231002X", new Told("q", BANK, 1, Set.of(), List.of()));
    new CrashRecords(answered, outcomes, List.of(platform)).check(findings);
    return findings.complaints();
  }

  private CrashRecordsTest stored(String queryHash, @Nullable String lanes) {
    platform.stored().put("q", new Stored(queryHash, lanes));
    return this;
  }

  private CrashRecordsTest sent(String... vectors) {
    for (String lanes : vectors) {
      platform.sent("q", lanes);
      platform.asked("q", "the question");
    }
    return this;
  }

  @Test
  void acceptsRecordsThatFit() {
    assertThat(stored("Q", "01").sent("01").complaints()).isEmpty();
  }

  @Test
  void acceptsTheSameVectorSentTwiceAndLanesThatAreNoLongerKept() {
    assertThat(stored("Q", null).sent("01", "01").complaints()).isEmpty();
  }

  @Test
  void complainsOfASecondVector() {
    assertThat(stored("Q", null).sent("01", "02").complaints())
        .containsExactly("a sent two vectors for q");
  }

  @Test
  void complainsOfAVectorThatWasNotStoredOrStoredOtherwise() {
    assertThat(stored("Q", "02").sent("01").complaints())
        .containsExactly("a sent another vector than it stored for q");
    platform.stored().clear();
    answered.clear();
    assertThat(complaints()).contains("a sent what it did not store for q");
  }

  @Test
  void complainsOfAnAnswerWithoutAContributionOnRecord() {
    platform.sent("another", "01");
    platform.stored().put("another", new Stored("R", "01"));

    assertThat(complaints()).containsExactly("a has no record of q");
  }

  @Test
  void complainsOfAnotherQueryUnderTheSameId() {
    assertThat(stored("R", "01").sent("01").complaints())
        .containsExactly("a answered another query under the id q");
  }

  @Test
  void complainsOfTwoThingsAskedUnderOneId() {
    platform.asked("q", "another question");

    assertThat(stored("Q", "01").sent("01").complaints())
        .containsExactly("a was asked two things under q");
  }

  @Test
  void complainsOfAnAnswerThatTheGatewayDidNotRecordOnce() {
    answered.put("q", ONCE.onceMore());

    assertThat(stored("Q", "01").sent("01").complaints())
        .containsExactly("the gateway did not record once that it answered q");
  }

  @Test
  void complainsOfAQuestionWithoutOutcomeAndOfOneWithTwo() {
    outcomes.put("open", 0);
    outcomes.put("torn", 2);

    assertThat(stored("Q", "01").sent("01").complaints())
        .containsExactlyInAnyOrder(
            "the gateway's record has 0 outcomes of open",
            "the gateway's record has 2 outcomes of torn");
  }

  @Test
  void complainsOfARecordedAnswerThatItsBankCannotFetch() {
    answered.put("lost", new Recorded("L", 1, Set.of()));
    findings.withoutAnswer("lost", BANK);
    findings.withoutAnswer("never answered", BANK);

    assertThat(stored("Q", "01").sent("01").complaints())
        .containsExactly("the gateway answered lost and gives its bank no answer");
  }

  @Test
  void complainsOfAPlatformThatProvedNothing() {
    assertThat(stored("Q", "01").complaints())
        .containsExactly("a contributed nothing, so nothing was proven of it");
  }
}
