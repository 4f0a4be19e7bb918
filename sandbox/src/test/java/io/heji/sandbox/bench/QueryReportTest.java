package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryReportTest {
  private static final QueryPath PATH = QueryPath.of(4);

  private static QueryReport report(@Nullable Double curveMicros) {
    QueryReport.Asked cold = asked(290_000);
    QueryReport.Asked kept = asked(263_000);
    return new QueryReport(
        4,
        1_000,
        cold,
        kept,
        new QueryReport.Anchors(new Spread(10, 800, 900), new Spread(10, 1_000, 1_500)),
        new QueryReport.Anchors(new Spread(5, 1_400, 1_900), new Spread(5, 2_500, 3_500)),
        curveMicros,
        253_000,
        PATH,
        0);
  }

  private static QueryReport.Asked asked(double p50) {
    TreeMap<String, Double> cpu = new TreeMap<>();
    cpu.put("gateway", 1_234.0);
    return new QueryReport.Asked(new Spread(10, p50, p50 + 1_000), cpu);
  }

  @Test
  void countsCommitsAndCurveOperationsOutsideTheAnswerDelay() {
    // Bank 1 and gateway 3; the token round has 3 at the gateway and 2 at a tokeniser more.
    assertThat(PATH.commits(false)).isEqualTo(4);
    assertThat(PATH.commits(true)).isEqualTo(9);
    // 8 seals, 2 signatures, 4 at the gateway, 8 contributions, 1 and 2.
    assertThat(PATH.curveOperations(false)).isEqualTo(8 + 2 + 4 + 8 + 1 + 2);
    assertThat(PATH.curveOperations(true) - PATH.curveOperations(false))
        .isEqualTo(1 + 2 + 4 + 2 + 5 + 12 + 1);
  }

  @Test
  void dividesWhatIsLeftOfTheMedianByTheSumOfTheTerms() {
    QueryReport.Terms kept = report(50.0).kept(QueryReport.HOT).orElseThrow();

    assertThat(kept.what()).isEqualTo("kept");
    assertThat(kept.restMicros()).isEqualTo(10_000);
    assertThat(kept.commitsMicros()).isEqualTo(4_000);
    assertThat(kept.curveMicros()).isEqualTo(25 * 50.0);
    assertThat(kept.ratio()).isCloseTo(10_000 / (4_000 + 800 + 1_250.0), within(1e-9));
  }

  @Test
  void countsOneCommitAfterThePauseAmongTheOthers() {
    assertThat(PATH.commitsAfterDelay(false)).isEqualTo(1);
    assertThat(PATH.commitsAfterDelay(true)).isEqualTo(1);

    QueryReport.Terms kept = report(50.0).kept(QueryReport.PACED).orElseThrow();

    assertThat(kept.commitsMicros()).isEqualTo(3 * 1_000 + 2_500);
    assertThat(kept.readsMicros()).isEqualTo(1_400);
    assertThat(kept.ratio()).isCloseTo(10_000 / (5_500 + 1_400 + 1_250.0), within(1e-9));
  }

  @Test
  void hasNoRatioWithoutOpenssl() {
    assertThat(report(null).terms()).isEmpty();
  }

  @Test
  void isWrittenAsJsonWithEveryTerm() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(report(50.0)));

    assertThat(json.path("kept").path("times").path("p50").asDouble()).isEqualTo(263_000);
    assertThat(json.path("cold").path("cpuMicros").path("gateway").asDouble()).isEqualTo(1_234);
    assertThat(json.path("answerDelayMicros").asDouble()).isEqualTo(253_000);
    assertThat(json.path("path").path("steps").path(0).path("party").asText()).isEqualTo("bank");
    assertThat(json.path("terms").path(1).path("ratio").isNumber()).isTrue();
    assertThat(json.path("terms").path(3).path("anchors").asText()).isEqualTo("paced");
    assertThat(json.path("paced").path("commit").path("p50").asDouble()).isEqualTo(2_500);
    assertThat(json.path("right").asBoolean()).isTrue();
  }
}
