package io.heji.agent.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.policy.bundle.MetricRule;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.SubjectRow;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From what was read to what goes into the lanes. */
class ContributionMakerTest {
  private static final List<MetricRule> TERMS =
      List.of(
          new MetricRule(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED, 100, 2, 1),
          new MetricRule(Metric.LENDERS, Form.EXACT, 1, 1, 1));

  private static List<SubjectRow> rows(long principal, Set<Metric> supplied) {
    SubjectValues values = new SubjectValues.Values(true, List.of(principal, 1L));
    return ContributionMaker.rows(List.of(values), TERMS, supplied, List.of(false));
  }

  @Test
  void roundsUpAndVetoesWhatIsOutOfRange() {
    assertThat(rows(101, EnumSet.allOf(Metric.class)))
        .containsExactly(new SubjectRow.Amounts(true, List.of(200L, 1L)));
    assertThat(rows(Long.MAX_VALUE, EnumSet.allOf(Metric.class)))
        .containsExactly(new SubjectRow.Veto());
  }

  /** It would be summed, and yet not counted as covered. */
  @Test
  void countsZeroForAMetricThatTheKeyStatementDoesNotState() {
    Set<Metric> supplied = EnumSet.of(Metric.LENDERS);

    assertThat(rows(101, supplied)).containsExactly(new SubjectRow.Amounts(true, List.of(0L, 1L)));
    assertThat(rows(Long.MAX_VALUE, supplied))
        .containsExactly(new SubjectRow.Amounts(true, List.of(0L, 1L)));
  }
}
