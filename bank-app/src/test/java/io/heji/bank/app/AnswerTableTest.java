package io.heji.bank.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.bank.MetricAnswer;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.MetricState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTableTest {
  @Test
  void saysTotalsErrorBoundsCoverageAndAge() {
    List<String> lines = AnswerTable.lines(Answers.example(Answers.METRICS), Answers.METRICS);

    assertThat(lines.get(0))
        .startsWith("outstanding_principal")
        .contains("¥12,345,600.00", "at most ¥400.00 too high");
    assertThat(lines.get(1)).startsWith("lenders").endsWith(" 3  exact");
    assertThat(lines.get(2)).contains("suppressed", "too few platforms");
    assertThat(lines)
        .contains(
            "Summed      4 platforms: Bamboo Pay, River Mart, Cloud Bridge, Lantern Finance",
            "Missing     Harbour Credit: in the directory, not on the roster",
            "Documents   directory 1, policy 2, roster 3",
            "Query       019ca8b1-7c00-7abc-8def-0123456789ab")
        .anySatisfy(line -> assertThat(line).startsWith("Left out    North Wallet: "))
        .anySatisfy(line -> assertThat(line).contains("2026-03-01 07:59:58 UTC"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALUE")
  void saysEveryOtherStateInWordsOfItsOwn(MetricState state) {
    MetricAnswer metric = Answers.inState(Metric.OVERDUE_AMOUNT, state);

    String line = AnswerTable.lines(Answers.example(List.of(metric)), List.of(metric)).getFirst();

    String word = state == MetricState.ZERO ? " 0 " : state.wireName().replace('-', ' ');
    assertThat(line).contains(word).doesNotContain("¥");
  }
}
