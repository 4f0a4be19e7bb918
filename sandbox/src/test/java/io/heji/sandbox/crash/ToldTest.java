package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.MetricState;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final Told TOLD =
      new Told(
          "019ca8b1-7c00-7abc-8def-0123456789ab",
          new PartyId("bank-a"),
          3,
          Set.of("A", "B"),
          List.of(
              new Told.Of("lenders", "value", 2),
              new Told.Of("outstanding_principal", "suppressed", 0)));

  @Test
  void readsWhatTheProgramPrints() throws Exception {
    String printed =
        """
        {"queryId": "019ca8b1-7c00-7abc-8def-0123456789ab", "bank": "bank-a",
         "metrics": [{"name": "lenders", "state": "value", "value": "2"},
                     {"name": "outstanding_principal", "state": "suppressed", "value": null}],
         "coverage": {"summed": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
                      "ownGroup": [{"id": "c", "name": "C"}], "absent": []},
         "serials": {"directory": 1, "policy": 2, "roster": 3}}
        """;

    assertThat(Told.of(new ObjectMapper().readTree(printed))).isEqualTo(TOLD);
  }

  @Test
  void readsWhatTheSdkGives() {
    DocumentRef three = new DocumentRef(3, Bytes.copyOf(new byte[32]));
    ExposureAnswer answer =
        new ExposureAnswer(
            TOLD.queryId(),
            TOLD.bank(),
            "loan-approval",
            "consent-1",
            Instant.EPOCH,
            "CNY",
            2,
            List.of(
                List.of(
                    new MetricAnswer(
                        Metric.LENDERS, Form.EXACT, MetricState.VALUE, OptionalLong.of(2), 1, 2),
                    new MetricAnswer(
                        Metric.OUTSTANDING_PRINCIPAL,
                        Form.SEALED,
                        MetricState.SUPPRESSED,
                        OptionalLong.empty(),
                        10_000,
                        20_000))),
            new Coverage(
                List.of(
                    new Coverage.Platform(new PartyId("a"), "A"),
                    new Coverage.Platform(new PartyId("b"), "B")),
                List.of(),
                List.of()),
            new ExposureAnswer.AsOf(Instant.EPOCH, Instant.EPOCH),
            new ExposureAnswer.Documents(three, three, three));

    assertThat(Told.of(answer)).isEqualTo(TOLD);
  }
}
