package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingReportTest {
  private static TimingReport.Row row(double score, boolean detected, boolean expected) {
    return new TimingReport.Row("played", 1, 2, 3, 4, 5, 6, score, detected, expected);
  }

  @Test
  void isAsExpectedOnlyIfEveryComparisonIsAndTheDelayWasThere() {
    assertThat(new TimingReport(List.of(row(0, false, false)), 100, 1_050).asExpected()).isTrue();
    assertThat(new TimingReport(List.of(row(9, true, true)), 100, 1_050).asExpected()).isTrue();
    assertThat(new TimingReport(List.of(row(9, true, false)), 100, 1_050).asExpected()).isFalse();
    assertThat(new TimingReport(List.of(row(0, false, true)), 100, 1_050).asExpected()).isFalse();
    assertThat(new TimingReport(List.of(row(0, false, false)), 100, 900).asExpected()).isFalse();
  }

  @Test
  void isWrittenAsJsonWithTheStatisticAndItsThreshold() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json =
        mapper.readTree(
            mapper.writeValueAsString(new TimingReport(List.of(row(0, false, false)), 100, 1_050)));

    assertThat(json.path("statistic").asText()).contains("aligned rank");
    assertThat(json.path("detectedFrom").asDouble()).isEqualTo(Comparison.DETECTED_FROM);
    assertThat(json.path("asExpected").asBoolean()).isTrue();
    assertThat(json.path("rows").path(0).path("expected").isBoolean()).isTrue();
  }
}
