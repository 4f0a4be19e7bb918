package io.heji.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.AgentLimits;
import io.heji.agent.contribution.Answered;
import io.heji.agent.contribution.AnsweredContributions;
import io.heji.agent.contribution.Question;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.store.EpochFolders;
import io.heji.store.memory.MemoryStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  @TempDir private Path keys;
  private final PlayedQuery play = new PlayedQuery(NOW);
  private final AdoptedDocuments documents =
      new AdoptedDocuments(play.pinned(), new MemoryStores());
  private final List<String> forgotten = new ArrayList<>();
  private Optional<Instant> newest = Optional.of(NOW);
  private Runnable meanwhile = () -> {};
  private Housekeeping housekeeping;

  @BeforeEach
  void putTogether() {
    housekeeping =
        new Housekeeping(
            documents,
            new RecordedForgetting(),
            new MemoryIndex() {
              @Override
              public void forgetBefore(long epoch) {
                forgotten.add("index before " + epoch);
                meanwhile.run();
              }
            },
            (now, epochs) -> forgotten.add("quotas at " + now + " of " + epochs),
            new EpochFolders(keys),
            new AgentLog());
  }

  @Test
  void forgetsEachThingAtItsOwnTime() throws Exception {
    documents.adopt(play.documents(), NOW);

    housekeeping.run(NOW);

    assertThat(forgotten)
        .containsExactly(
            // Twice the clocks' difference: a query of the last second is refused by then.
            "lanes of " + NOW.minus(Limits.CLOCK_SKEW_MAX.multipliedBy(2)),
            "quotas at " + NOW + " of [1]",
            "records of " + NOW.minus(Duration.ofDays(400)),
            "pins of " + NOW.minus(Duration.ofDays(7)),
            // Last: it can take long.
            "index before 1");
  }

  /** The index of a large book takes longer than the time to the next round. */
  @Test
  void aRoundThatTakesLongIsNotBegunASecondTime() throws Exception {
    documents.adopt(play.documents(), NOW);
    meanwhile = () -> housekeeping.run(NOW.plus(AgentLimits.HOUSEKEEPING));

    housekeeping.run(NOW);
    assertThat(forgotten).containsOnlyOnce("index before 1").hasSize(5);

    meanwhile = () -> {};
    housekeeping.run(NOW);
    assertThat(forgotten).hasSize(10);
  }

  /** ⚔ a clock that jumps ahead: what still counts when it is set right is there. */
  @Test
  void aClockAloneForgetsNoPinNoRecordAndNoQuota() throws Exception {
    documents.adopt(play.documents(), NOW);
    Instant ahead = NOW.plus(Duration.ofDays(1000));

    housekeeping.run(ahead);

    assertThat(forgotten)
        .contains(
            // Lanes are of no use to anybody but the asker; that it was answered stays.
            "lanes of " + ahead.minus(Limits.CLOCK_SKEW_MAX.multipliedBy(2)),
            "quotas at " + NOW + " of [1]",
            "records of " + NOW.minus(Duration.ofDays(400)),
            "pins of " + NOW.minus(Duration.ofDays(7)));
  }

  /** Set back, it forgets less; and where nothing was ever answered there is nothing to keep. */
  @Test
  void goesByTheEarlierOfTheClockAndTheNewestAnswer() throws Exception {
    documents.adopt(play.documents(), NOW);
    newest = Optional.of(NOW.plus(Duration.ofDays(1)));
    housekeeping.run(NOW);
    newest = Optional.empty();
    housekeeping.run(NOW);

    String pins = "pins of " + NOW.minus(Duration.ofDays(7));
    assertThat(forgotten).filteredOn(done -> done.startsWith("pins")).containsExactly(pins, pins);
  }

  /** Without documents nobody knows which epochs have ended, nor how long pins count. */
  @Test
  void forgetsNoPinAndNoIndexBeforeDocumentsAreAdopted() {
    housekeeping.run(NOW);

    assertThat(forgotten).hasSize(3).noneMatch(done -> done.startsWith("pins"));
  }

  /** The record that a query was answered outlives every message that could ask again. */
  @Test
  void theRecordOutlivesTheLanes() {
    assertThat(AgentLimits.ANSWER_RECORD_KEPT)
        .isGreaterThan(Limits.MESSAGE_LIFETIME_MAX.plus(AgentLimits.LANES_KEPT_AFTER_EXPIRY));
  }

  private final class RecordedForgetting implements AnsweredContributions {
    @Override
    public Optional<Answered> find(PartyId issuer, String jti) {
      return Optional.empty();
    }

    @Override
    public Answered answerOnce(Question question, Maker maker) {
      throw new AssertionError("nothing is asked here");
    }

    @Override
    public Optional<Instant> newest() {
      return newest;
    }

    @Override
    public void forgetLanes(Instant expiredBefore) {
      forgotten.add("lanes of " + expiredBefore);
    }

    @Override
    public void forgetRecordsBefore(Instant time) {
      forgotten.add("records of " + time);
    }

    @Override
    public void forgetPinsBefore(Instant time) {
      forgotten.add("pins of " + time);
    }
  }
}
