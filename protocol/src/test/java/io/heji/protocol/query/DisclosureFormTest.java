package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disclosure that its gateway signed and that is right but for one member. */
class DisclosureFormTest {
  private final PlayedDisclosure play = new PlayedDisclosure();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"jti\"| {\"more\":1,\"jti\"",
        "{\"summed\"| {\"more\":1,\"summed\"",
        "{\"data\"| {\"more\":1,\"data\"",
        "{\"metrics\"| {\"more\":1,\"metrics\"",
        "{\"name\":\"lenders\"| {\"more\":1,\"name\":\"lenders\"",
        "\"summed\":2| \"summed\":1",
        "\"summed\":2| \"summed\":3",
        "\"set\":[\"alpha\",\"beta\"]| \"set\":[\"beta\",\"alpha\"]",
        "\"set\":[\"alpha\",\"beta\"]| \"set\":[\"alpha\",\"beta\",\"beta\"]",
        "\"7\",\"errorBound\":\"14\"| \"0\",\"errorBound\":\"0\"",
        "\"7\",\"errorBound\":\"14\"|"
            + " \"9007199254740992\",\"errorBound\":\"18014398509481984\"",
        "\"errorBound\":\"14\"| \"errorBound\":\"13\"",
        "\"errorBound\":\"14\"| \"errorBound\":\"014\"",
        "\"value\":\"5\"| \"value\":\"-5\"",
        "\"value\":\"5\"| \"value\":\"9223372036854775808\"",
        "\"total\":\"3\"| \"total\":\"2305843009213693951\"",
        "\"tag\":\"4\"| \"tag\":\"2305843009213693951\"",
      })
  void refusesAMemberThatNobodyKnowsOrThatIsNotItsOwn(String part, String other) {
    refuses(part, other, ProblemType.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"value\":\"5\",|",
        "\"total\":\"3\",\"tag\":\"4\",|",
        "\"state\":\"value\",\"value\"| \"state\":\"zero\",\"value\"",
        "\"state\":\"value\",\"total\"| \"state\":\"suppressed\",\"total\"",
      })
  void refusesAStateWithWhatItMustNotCarryOrWithoutWhatItMust(String part, String other) {
    refuses(part, other == null ? "" : other, ProblemType.DISCLOSURE_INVALID);
  }

  @Test
  void refusesWhatAnotherKeySigned() {
    Es256PrivateKey other = Es256PrivateKey.generate(new SplittableRandom(10)::nextBytes);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () -> Disclosure.read(play.signed(payload()), PlayedDisclosure.KID, other.publicKey()))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.SIGNATURE_INVALID));
  }

  private void refuses(String part, String other, ProblemType type) {
    assertThat(payload()).contains(part);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> play.read(play.signed(payload().replace(part, other))))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }

  private String payload() {
    DisclosedMetric exact =
        new DisclosedMetric(
            new MetricRequest(Metric.LENDERS, Form.EXACT),
            MetricState.VALUE,
            7,
            OptionalLong.of(5),
            Optional.empty());
    DisclosedMetric sealed =
        new DisclosedMetric(
            new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED),
            MetricState.VALUE,
            7,
            OptionalLong.empty(),
            Optional.of(new PaddedTotal(3, 4)));
    return play.payload(List.of(List.of(exact, sealed)));
  }
}
