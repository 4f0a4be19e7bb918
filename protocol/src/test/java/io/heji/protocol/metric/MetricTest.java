package io.heji.protocol.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.DocsPages;
import io.heji.protocol.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void theCataloguePageListsExactlyTheMetricsAndTheirUnits() throws IOException {
    List<String> declared =
        Arrays.stream(Metric.values())
            .map(metric -> metric.wireName() + ": " + unit(metric.kind()))
            .toList();

    String table = DocsPages.page("metrics.md");
    List<String> documented =
        DocsPages.namedRows(table.substring(0, table.indexOf("\n## "))).stream()
            .map(cells -> cells.get(0) + ": " + cells.get(1))
            .toList();

    assertThat(documented).containsExactlyElementsOf(declared);
  }

  @Test
  void aQueryCanNameEveryMetricOnce() {
    assertThat(Metric.values()).hasSize(Limits.METRICS_MAX);
  }

  @Test
  void namesAreComparedExactly() {
    assertThat(Metric.named("lenders")).contains(Metric.LENDERS);
    assertThat(Metric.named("Lenders")).isEmpty();
    assertThat(Metric.named("lenders ")).isEmpty();
    assertThat(Form.named("limit-check")).contains(Form.LIMIT_CHECK);
    assertThat(Form.named("limit_check")).isEmpty();
  }

  private static String unit(MetricKind kind) {
    return switch (kind) {
      case AMOUNT -> "minor units of the currency";
      case COUNT -> "number";
    };
  }
}
