package io.heji.bank.app;

import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.protocol.metric.Metric;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answer in words, for a person at a terminal. */
final class AnswerTable {
  private static final int NAME_WIDTH =
      Arrays.stream(Metric.values()).mapToInt(metric -> metric.wireName().length()).max().orElse(0);
  private static final int TOTAL_WIDTH = 20;
  private static final String RENMINBI = "CNY";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private AnswerTable() {}

  static List<String> lines(ExposureAnswer answer, List<MetricAnswer> metrics) {
    List<String> lines = new ArrayList<>();
    for (MetricAnswer metric : metrics) {
      lines.add(line(answer, metric));
    }
    lines.add("");
    lines.addAll(coverage(answer.coverage()));
    lines.add(
        "As of       data %s, customer index %s (the oldest of any platform summed)"
            .formatted(time(answer.asOf().data()), time(answer.asOf().index())));
    lines.add(
        "Documents   directory %d, policy %d, roster %d"
            .formatted(
                answer.documents().directory().serial(),
                answer.documents().policy().serial(),
                answer.documents().roster().serial()));
    lines.add(
        "Asked       by %s for %s under consent %s, %s"
            .formatted(
                answer.bank(), answer.purpose(), answer.consentId(), time(answer.askedAt())));
    lines.add("Query       " + answer.queryId());
    return lines;
  }

  private static String line(ExposureAnswer answer, MetricAnswer metric) {
    String name = metric.metric().wireName();
    return name + " ".repeat(NAME_WIDTH - name.length()) + words(answer, metric);
  }

  private static String words(ExposureAnswer answer, MetricAnswer metric) {
    return switch (metric.state()) {
      case VALUE -> total(answer, metric);
      case ZERO -> words("0", "known to somebody, and nobody holds anything");
      case NO_RECORD -> words("no record", "none of the platforms summed knows the person");
      case SUPPRESSED ->
          words("suppressed", "held by too few platforms to say how much, but by at least one");
      case NOT_COVERED -> words("not covered", "too few of the platforms supply this metric");
      case WITHHELD -> words("withheld", "a platform withheld its part; why is not told");
    };
  }

  private static String words(String amountOrState, String meaning) {
    return " ".repeat(Math.max(1, TOTAL_WIDTH - amountOrState.length()))
        + amountOrState
        + "  "
        + meaning;
  }

  private static String total(ExposureAnswer answer, MetricAnswer metric) {
    // Safe: the state VALUE always has a total.
    long total = metric.total().orElseThrow();
    return switch (metric.metric().kind()) {
      case AMOUNT ->
          words(
              money(answer, total), "at most " + money(answer, metric.errorBound()) + " too high");
      case COUNT ->
          words(
              String.format(Locale.ROOT, "%,d", total),
              metric.unit() == 1 ? "exact" : "at most " + metric.errorBound() + " too high");
    };
  }

  private static String money(ExposureAnswer answer, long minorUnits) {
    BigDecimal amount = BigDecimal.valueOf(minorUnits, answer.currencyDigits());
    String number = String.format(Locale.ROOT, "%,." + answer.currencyDigits() + "f", amount);
    return answer.currency().equals(RENMINBI) ? "¥" + number : answer.currency() + " " + number;
  }

  private static List<String> coverage(Coverage coverage) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Summed      %d platforms: %s"
            .formatted(coverage.summed().size(), names(coverage.summed())));
    if (!coverage.ownGroup().isEmpty()) {
      lines.add(
          "Left out    "
              + names(coverage.ownGroup())
              + ": of the bank's own company group, whose part it could subtract from any total");
    }
    if (!coverage.absent().isEmpty()) {
      lines.add(
          "Missing     " + names(coverage.absent()) + ": in the directory, not on the roster");
    }
    return lines;
  }

  private static String names(List<Coverage.Platform> platforms) {
    return platforms.stream().map(Coverage.Platform::name).collect(Collectors.joining(", "));
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
