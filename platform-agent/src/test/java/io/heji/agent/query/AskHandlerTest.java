package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.agent.played.PlayedQuery;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.LaneLayout;
import io.heji.protocol.query.SignedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One ASK at the agent, driven with real messages over stores in memory. */
class AskHandlerTest extends AskedAgent {
  /** Else the end of a customer's longer reading could be told from a stranger's, in seconds. */
  @Test
  void theAsOfTimeIsThatOfTheArrivalHoweverLongTheReadingTakes() throws Exception {
    books.whenRead(() -> now = NOW.plusSeconds(3));
    PlayedQuery.Asked asked = play.asked();

    Contribution contribution = answer(asked, asked.sign(List.of(customer)));

    assertThat(contribution.dataAsOf()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void contributesRoundedValuesUnderMasksAndPads() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, stranger));

    Contribution contribution = answer(asked, query);

    long[] clear = unmasked(asked, query, contribution);
    LaneLayout layout = query.query().layout();
    assertThat(clear[LaneLayout.CHECK]).isZero();
    assertThat(clear[layout.veto(0)]).isZero();
    assertThat(clear[layout.known(0)]).isEqualTo(1);
    assertThat(clear[layout.holders(0, 0)]).isEqualTo(1);
    // 1,234.56 rounded up to 1,300.00.
    assertThat(clear[layout.value(0, 0)]).isEqualTo(130_000);
    assertThat(clear[layout.value(0, 1)]).isEqualTo(1);
    assertThat(clear[layout.known(1)]).isZero();
    assertThat(clear[layout.value(1, 0)]).isZero();
    assertThat(clear[layout.value(1, 1)]).isZero();
  }

  /** Else the windows of platforms of one question would end on different days. */
  @Test
  void theDayOfTheQuestionIsTheDirectorysDay() throws Exception {
    now = Instant.parse("2026-11-23T16:00:00Z");
    books.loan("17", "A", "1.00", "2026-11-24");
    PlayedQuery.Asked asked = play.asked();
    asked.at = now;
    asked.metrics =
        List.of(
            new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED),
            new MetricRequest(Metric.OPENED_30D, Form.EXACT));
    SignedQuery query = asked.sign(List.of(customer));

    long[] clear = unmasked(asked, query, answer(asked, query));

    assertThat(clear[query.query().layout().value(0, 1)]).isEqualTo(1);
  }

  /** Where it is not counted as covered, a value would be one that nobody expects in the sum. */
  @Test
  void contributesZeroForAMetricThatItsKeyStatementDoesNotState() throws Exception {
    PlatformKeys stated = play.federation().platformKeys(PlayedQuery.SELF);
    SortedSet<Metric> fewer = new TreeSet<>(stated.metrics());
    fewer.remove(Metric.LENDERS);
    play.stated().put(PlayedQuery.SELF, new PlatformKeys(stated.sealing(), stated.mask(), fewer));
    customerOwes();
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));

    long[] clear = unmasked(asked, query, answer(asked, query));

    LaneLayout layout = query.query().layout();
    assertThat(clear[layout.holders(0, 0)]).isEqualTo(1);
    assertThat(clear[layout.holders(0, 1)]).isZero();
    assertThat(clear[layout.value(0, 1)]).isZero();
  }

  @Test
  void leavesAfterThePublishedDelayWhoeverIsAskedAbout() throws Exception {
    PlayedQuery.Asked one = play.asked();
    answer(one, one.sign(List.of(customer)));
    PlayedQuery.Asked other = play.asked();
    answer(other, other.sign(List.of(stranger)));

    Duration delay = Duration.ofMillis(250 + 3);
    assertThat(waiting.pauses).containsExactly(delay, delay);
    assertThat(waiting.late).isZero();
    assertThat(books.statementsAsked()).containsExactly(2, 2);
  }

  /** What took longer shows in steps of D(n), whatever it was that took long. */
  @Test
  void whatTookLongerThanTheDelayLeavesAtItsNextMultiple() throws Exception {
    Duration delay = Duration.ofMillis(250 + 3);
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    books.whenRead(() -> waiting.advance(delay.plusMillis(1)));

    answer(asked, query);

    assertThat(waiting.pauses).containsExactly(delay.minusMillis(1));
    assertThat(waiting.late).isEqualTo(1);
  }

  /** The wait is by a clock of its own: one that is set back an hour blocks no call for an hour. */
  @Test
  void aClockThatIsSetWhileAnAnswerIsMadeHoldsNothingBack() throws Exception {
    for (long set : List.of(-3600L, 3600L)) {
      PlayedQuery.Asked asked = play.asked();
      SignedQuery query = asked.sign(List.of(customer));
      now = NOW;
      books.whenRead(() -> now = NOW.plusSeconds(set));

      answer(asked, query);
    }

    assertThat(waiting.pauses).hasSize(2).containsOnly(Duration.ofMillis(250 + 3));
  }

  @Test
  void givesTheSameBytesForTheSameAskAndComputesNothingTwice() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));

    Contribution first = answer(asked, query);
    Contribution second = answer(asked, query);

    assertThat(second).isEqualTo(first);
    assertThat(books.statementsAsked()).hasSize(1);
  }

  /** ⚔ malleable signature: the other s signs the same query, which gets the same bytes. */
  @Test
  void anotherSignatureOfTheSameQueryGetsTheSameBytes() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    String malleated = MalleatedJws.otherS(query.text());
    assertThat(malleated).isNotEqualTo(query.text());

    Contribution first = answer(asked, query);

    assertThat(handler.answer(malleated, blob(asked), handler.arrived())).isEqualTo(first);
    assertThat(books.statementsAsked()).hasSize(1);
  }

  @Test
  void nothingLeavesWhenItCannotBeStored() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer));
    answers.fail();

    assertThatThrownBy(() -> answer(asked, query)).isInstanceOf(IllegalStateException.class);
    assertThat(waiting.pauses).isEmpty();
  }
}
