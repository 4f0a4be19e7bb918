package io.heji.bank.app;

import io.heji.bank.Coverage;
import io.heji.bank.Coverage.Platform;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.MetricState;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The answer that the reference page shows. */
final class Answers {
  static final List<MetricAnswer> METRICS =
      List.of(
          new MetricAnswer(
              Metric.OUTSTANDING_PRINCIPAL,
              Form.SEALED,
              MetricState.VALUE,
              OptionalLong.of(1_234_560_000L),
              10_000,
              40_000),
          new MetricAnswer(Metric.LENDERS, Form.EXACT, MetricState.VALUE, OptionalLong.of(3), 1, 4),
          new MetricAnswer(
              Metric.OVERDUE_AMOUNT,
              Form.SEALED,
              MetricState.SUPPRESSED,
              OptionalLong.empty(),
              10_000,
              40_000));

  private Answers() {}

  static ExposureAnswer example(List<MetricAnswer> metrics) {
    return new ExposureAnswer(
        "019ca8b1-7c00-7abc-8def-0123456789ab",
        new PartyId("bank-north"),
        "loan-approval",
        "consent-1",
        Instant.parse("2026-03-01T08:00:00Z"),
        "CNY",
        2,
        List.of(metrics),
        new Coverage(
            List.of(
                platform("a", "Bamboo Pay"),
                platform("b", "River Mart"),
                platform("c", "Cloud Bridge"),
                platform("d", "Lantern Finance")),
            List.of(platform("e", "North Wallet")),
            List.of(platform("f", "Harbour Credit"))),
        new ExposureAnswer.AsOf(
            Instant.parse("2026-03-01T07:59:58Z"), Instant.parse("2026-02-28T22:00:00Z")),
        new ExposureAnswer.Documents(ref(1), ref(2), ref(3)));
  }

  static MetricAnswer inState(Metric metric, MetricState state) {
    return new MetricAnswer(
        metric,
        Form.SEALED,
        state,
        state == MetricState.ZERO ? OptionalLong.of(0) : OptionalLong.empty(),
        10_000,
        40_000);
  }

  private static Platform platform(String letter, String name) {
    return new Platform(new PartyId("platform-" + letter), name);
  }

  private static DocumentRef ref(long serial) {
    return new DocumentRef(serial, Sha256.of(Bytes.EMPTY));
  }
}
