package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Randomness;
import io.heji.sandbox.bench.BookWatch.Sighting;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IndexReportTest {
  private static final long SECOND = 1_000_000_000;

  /** 100 of 1,100 were in before the first look; slow until 400, then 200 a second. */
  private static BookWatch watched() {
    BookWatch book = new BookWatch();
    book.saw(sighting(0, 100, 1_000));
    book.saw(sighting(4, 200, 3_000));
    book.saw(sighting(6, 300, 4_000));
    book.saw(sighting(8, 700, 4_400));
    book.saw(sighting(10, 1_100, 4_800));
    return book;
  }

  private static Sighting sighting(long second, long done, long cpuMillis) {
    return new Sighting(
        second * SECOND,
        done,
        new CpuTimes(
            Map.of(
                "bamboo-pay",
                Duration.ofMillis(cpuMillis),
                PartyProcesses.BANK,
                Duration.ofMillis(cpuMillis))));
  }

  private static IndexReport report() {
    BookWatch book = watched();
    return new IndexReport(
        1_100,
        IndexReport.Part.of(book.whole().orElseThrow()),
        IndexReport.Part.of(book.warm().orElseThrow()),
        new BulkWork(900, 1_000, 1_250),
        new BulkWork(500, 1_500, 2_000),
        new TreeMap<>(Map.of("bamboo-pay", 204_800L)));
  }

  @Test
  void rateAndCpuAreOfTheCustomersThatWereWatched() {
    IndexReport report = report();

    assertThat(report.whole().customers()).isEqualTo(1_000);
    assertThat(report.whole().customersPerSecond()).isEqualTo(100);
    assertThat(report.whole().cpuMicros()).isEqualTo(Map.of("bamboo-pay", 3_800.0));
  }

  @Test
  void warmIsWithoutTheFirstQuarterOfTheBook() {
    IndexReport report = report();

    // 275 are a quarter; 300 is the first look beyond.
    assertThat(report.warm().customers()).isEqualTo(800);
    assertThat(report.warm().customersPerSecond()).isEqualTo(200);
    assertThat(report.warm().cpuMicros()).isEqualTo(Map.of("bamboo-pay", 1_000.0));
  }

  @Test
  void theRatioIsOfWhatTheSumOfTheBulkWorkAllows() {
    IndexReport report = report();

    // 500 + 1,000 + 2 · 1,250 µs: 250 a second.
    assertThat(report.bulk().customersPerSecond()).isCloseTo(250, within(1e-9));
    assertThat(report.ratio()).isCloseTo(0.8, within(1e-9));
    assertThat(report.met()).isTrue();
  }

  @Test
  void aBookThatCameInAtOnceTellsNothing() {
    BookWatch book = new BookWatch();
    assertThat(book.whole()).isEmpty();
    assertThat(book.warm()).isEmpty();
    book.saw(sighting(1, 50, 1));
    assertThat(book.whole()).isEmpty();
    assertThat(book.isComplete(50)).isTrue();
    assertThat(book.isComplete(51)).isFalse();
  }

  @Test
  void bulkWorkIsMeasuredOnEachCoreAndAddsUp() throws Exception {
    BulkWork one = BulkWork.measure(1, 1, Randomness.of(new SecureRandom()));

    assertThat(one.agentBlind()).isPositive();
    assertThat(one.agentFinish()).isPositive();
    assertThat(one.tokeniser()).isPositive();
  }

  @Test
  void ofTwoMeasurementsTheFasterPartsCount() {
    BulkWork cold = new BulkWork(900, 1_000, 1_250);
    BulkWork busy = new BulkWork(500, 1_500, 2_000);

    assertThat(cold.fasterOf(busy)).isEqualTo(new BulkWork(500, 1_000, 1_250));
    assertThat(cold.fasterOf(busy).micros()).isEqualTo(4_000);
  }

  @Test
  void isWrittenAsJsonWithRatioAndBulkWork() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(report()));

    assertThat(json.path("rows").asLong()).isEqualTo(1_100);
    assertThat(json.path("warm").path("customersPerSecond").asDouble()).isEqualTo(200);
    assertThat(json.path("bulk").path("tokeniser").asDouble()).isEqualTo(1_250);
    assertThat(json.path("ratio").asDouble()).isCloseTo(0.8, within(1e-9));
    assertThat(json.path("met").asBoolean()).isTrue();
    assertThat(json.path("peakKibibytes").path("bamboo-pay").asLong()).isEqualTo(204_800);
  }
}
