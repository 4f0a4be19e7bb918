package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heji.bank.MetricAnswer;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.MetricState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  @Test
  void quantilesAreMeasuredValues() {
    List<Long> nanos =
        LongStream.rangeClosed(1, 200).map(i -> 201 - i).map(i -> i * 1_000).boxed().toList();

    Spread spread = Spread.ofNanos(nanos);

    assertThat(spread).isEqualTo(new Spread(200, 100, 198));
    assertThat(Spread.ofNanos(List.of(7_000L))).isEqualTo(new Spread(1, 7, 7));
    assertThatThrownBy(() -> Spread.ofNanos(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cpuIsWhatWasUsedInBetweenForEachQuestion() {
    CpuTimes before = new CpuTimes(Map.of("gateway", Duration.ofMillis(500)));
    CpuTimes after =
        new CpuTimes(Map.of("gateway", Duration.ofMillis(560), "database", Duration.ofMillis(20)));

    CpuTimes twice = after.since(before).plus(after.since(before));

    assertThat(twice.microsEach(40)).isEqualTo(Map.of("gateway", 3_000.0, "database", 1_000.0));
  }

  @Test
  void readsOperationsASecondFromOpenssl() {
    String output =
        """
        version: 3.0.19
                                      op      op/s
         256 bits ecdh (nistp256)   0.0001s  20000.0
        """;

    assertThat(OpensslSpeed.parse(output).orElseThrow()).isCloseTo(50, within(1e-9));
    assertThat(OpensslSpeed.parse("unknown algorithm\n")).isEmpty();
    assertThat(OpensslSpeed.parse(" 256 bits ecdh (nistp256)   0.0s  inf?\n")).isEmpty();
  }

  @Test
  void readsThePeakOfAProcess() throws IOException {
    assertThat(PartyProcesses.peakKibibytes("Name:\tjava\nVmHWM:\t  181236 kB\nVmRSS:\t 9 kB\n"))
        .isEqualTo(181_236);
    assertThatThrownBy(() -> PartyProcesses.peakKibibytes("Name:\tjava\n"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerMayBeTooHighByTheRoundingAndNeverTooLow() {
    assertThat(QueryBench.agrees(value(MetricState.VALUE, 1_000), 1_000)).isTrue();
    assertThat(QueryBench.agrees(value(MetricState.VALUE, 1_040), 1_000)).isTrue();
    assertThat(QueryBench.agrees(value(MetricState.VALUE, 1_041), 1_000)).isFalse();
    assertThat(QueryBench.agrees(value(MetricState.VALUE, 999), 1_000)).isFalse();
    assertThat(QueryBench.agrees(value(MetricState.ZERO, 0), 1)).isFalse();
    assertThat(QueryBench.agrees(value(MetricState.ZERO, 0), 0)).isTrue();
  }

  private static MetricAnswer value(MetricState state, long total) {
    return new MetricAnswer(
        Metric.OUTSTANDING_PRINCIPAL, Form.SEALED, state, OptionalLong.of(total), 10, 40);
  }

  @Test
  void theCentralProgramLooksForEveryFormOfANumber() {
    assertThat(CentralProgram.forms("11010519491231002X"))
        .containsExactly("11010519491231002X", "11010519491231002x", "110105491231002");
  }
}
