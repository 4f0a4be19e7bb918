package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.sandbox.bench.TokensReport.LeftOut;
import io.heji.sandbox.bench.TokensReport.Row;
import io.heji.sandbox.bench.TokensReport.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TokensReportTest {
  private static final Machine MACHINE =
      Machine.of(
          "processor : 0\nmodel name\t: Some CPU\nflags\t\t: fpu avx2 avx512f sse\n",
          2,
          "VM 25",
          "OpenSSL 3",
          List.of("-XX:UseAVX=2"));

  private static final Anchor.Samples SAMPLES = new Anchor.Samples(2, 40, 60, 60);

  private static Row auto(int batch, TokenStep step, double micros) {
    return new Row("auto", 1, batch, step, micros, 40.0, 60.0);
  }

  private static TokensReport report(Row... rows) {
    return new TokensReport(MACHINE, SAMPLES, SAMPLES, List.of(), List.of(rows));
  }

  @Test
  void comparesWithTheMeanOfTheNeighbours() {
    Row row = auto(1_000, TokenStep.EVALUATE, 25);

    assertThat(row.openssl()).isEqualTo(50);
    assertThat(row.ratio()).isEqualTo(2);
    assertThat(new Row("auto", 1, 1, TokenStep.HASH, 25, null, null).ratio()).isNull();
  }

  @Test
  void saysOfEachTargetWhetherItIsMet() {
    List<Target> targets =
        report(
                auto(1_000, TokenStep.EVALUATE, 20),
                auto(1_000, TokenStep.BLIND_PRODUCT, 25),
                auto(1_000, TokenStep.EVALUATE_AND_PROVE, 29),
                auto(1_000, TokenStep.VERIFY, 31),
                auto(1, TokenStep.EVALUATE_AND_PROVE, 250),
                // Another engine's and another batch's figures are no targets.
                new Row("vector", 1, 1_000, TokenStep.BLIND, 1, 50.0, 50.0),
                auto(64, TokenStep.UNBLIND, 1))
            .targets();

    assertThat(targets).extracting(Target::measured).hasSize(5);
    assertThat(targets.get(0))
        .isEqualTo(target("evaluate, batches of 1,000: times openssl", true, 2.4, 2.5));
    assertThat(targets.get(0).met()).isTrue();
    assertThat(targets.get(1).measured()).isEqualTo(2);
    assertThat(targets.get(1).met()).isFalse();
    assertThat(targets.get(2).measured()).isCloseTo(1.45, within(1e-9));
    assertThat(targets.get(2).met()).isTrue();
    assertThat(targets.get(3).measured()).isCloseTo(0.62, within(1e-9));
    assertThat(targets.get(3).met()).isFalse();
    assertThat(targets.get(4).measured()).isCloseTo(1.25, within(1e-9));
    assertThat(targets.get(4).met()).isTrue();
  }

  private static Target target(String what, boolean atLeast, double limit, double measured) {
    return new Target(what, atLeast, limit, measured);
  }

  @Test
  void scalingIsAgainstOneCoreOfTheSameList() {
    TokensReport report =
        report(
            auto(1_000, TokenStep.AGENT, 40),
            new Row("auto", 1, 2_000, TokenStep.AGENT, 50, 50.0, 50.0),
            new Row("auto", 2, 2_000, TokenStep.AGENT, 30, 50.0, 50.0));

    assertThat(report.scaling()).hasSize(1);
    assertThat(report.scaling().getFirst().timesOneCore()).isCloseTo(50 / 30.0, within(1e-9));
    assertThat(TokensBench.coreCounts(1)).containsExactly(1);
    assertThat(TokensBench.coreCounts(6)).containsExactly(1, 2, 4, 6);
  }

  @Test
  void isWrittenAsJsonWithTheMachineAndWhatIsLeftOut() throws Exception {
    TokensReport report =
        new TokensReport(
            MACHINE,
            SAMPLES,
            SAMPLES,
            List.of(new LeftOut("vector", "no module")),
            List.of(auto(1_000, TokenStep.EVALUATE, 25)));
    ObjectMapper mapper = new ObjectMapper();

    JsonNode json = mapper.readTree(mapper.writeValueAsString(report));

    assertThat(json.path("machine").path("cpu").asText()).isEqualTo("Some CPU");
    assertThat(json.path("machine").path("vectors")).hasSize(2);
    assertThat(json.path("machine").path("openssl").asText()).isEqualTo("OpenSSL 3");
    assertThat(json.path("leftOut").path(0).path("reason").asText()).isEqualTo("no module");
    assertThat(json.path("rows").path(0).path("ratio").asDouble()).isEqualTo(2);
    assertThat(json.path("rows").path(0).path("opensslBefore").asDouble()).isEqualTo(40);
    assertThat(json.path("targets").path(0).path("met").asBoolean()).isFalse();
  }

  @Test
  void theAnchorShowsABusyMachine() throws Exception {
    List<Double> played = new ArrayList<>(List.of(50.0, 90.0, 51.0, 80.0, 52.0));
    Anchor anchor = new Anchor(() -> OptionalDouble.of(played.removeFirst()));
    assertThat(anchor.samples().count()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(anchor.sample()).isNotNull();
    }

    Anchor.Samples samples = anchor.samples();
    assertThat(samples).isEqualTo(new Anchor.Samples(5, 50, 52, 90));
    assertThat(new Anchor.Samples(5, 50, 52, 90).isQuiet()).isTrue();
    assertThat(new Anchor.Samples(5, 50, 60, 90).isQuiet()).isFalse();
    assertThat(new Anchor(OptionalDouble::empty).sample()).isNull();
  }

  @Test
  void paceTellsRateAndTimeLeft() {
    List<String> lines = new ArrayList<>();
    long[] now = {0};
    Pace pace = new Pace("identifiers", 10_000, () -> now[0], lines::add);

    now[0] = 1_000_000_000L;
    pace.done(100);
    now[0] = 10_000_000_000L;
    pace.done(1_000);

    assertThat(lines).containsExactly("  1,000 of 10,000 identifiers, 100 a second, 1:30 min left");
  }
}
