package io.heji.policy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.policy.disclosure.DisclosureRules.Counts;
import io.heji.protocol.query.MetricState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states in their fixed order, and the threshold's edge. */
class DisclosureRulesTest {
  /** The threshold is k companies: with g platforms in one company, (k - 1) · g can be k - 1. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, 1, SUPPRESSED",
    "2, 1, 2, VALUE",
    "3, 1, 2, SUPPRESSED",
    "3, 1, 3, VALUE",
    "2, 3, 3, SUPPRESSED",
    "2, 3, 4, VALUE",
    "3, 2, 4, SUPPRESSED",
    "3, 2, 5, VALUE",
    "1, 256, 1, VALUE"
  })
  void suppressesWhatFewerThanKCompaniesMayHold(int k, int group, long holders, MetricState state) {
    assertThat(DisclosureRules.state(new Counts(false, 9, 3, 9, holders, k, group)))
        .isEqualTo(state);
  }

  /** Each step takes away the reason before it, and leaves all that come after. */
  @Test
  void theFirstReasonThatAppliesIsTheState() {
    assertThat(DisclosureRules.state(new Counts(true, 2, 3, 0, 0, 2, 1)))
        .isEqualTo(MetricState.WITHHELD);
    assertThat(DisclosureRules.state(new Counts(false, 2, 3, 0, 0, 2, 1)))
        .isEqualTo(MetricState.NOT_COVERED);
    assertThat(DisclosureRules.state(new Counts(false, 3, 3, 0, 0, 2, 1)))
        .isEqualTo(MetricState.NO_RECORD);
    assertThat(DisclosureRules.state(new Counts(false, 3, 3, 1, 0, 2, 1)))
        .isEqualTo(MetricState.ZERO);
    assertThat(DisclosureRules.state(new Counts(false, 3, 3, 1, 1, 2, 1)))
        .isEqualTo(MetricState.SUPPRESSED);
    assertThat(DisclosureRules.state(new Counts(false, 3, 3, 2, 2, 2, 1)))
        .isEqualTo(MetricState.VALUE);
  }
}
