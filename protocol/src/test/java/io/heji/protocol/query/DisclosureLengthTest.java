package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heji.crypto.mask.Field61;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** ⚔ who sees only how long an answer is learns whether something was found, and how much. */
class DisclosureLengthTest {
  private static final MetricRequest SEALED =
      new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED);
  private static final MetricRequest EXACT = new MetricRequest(Metric.LENDERS, Form.EXACT);
  private static final long GREATEST = Limits.MEMBERS_MAX * Rounding.VALUE_MAX;

  private final PlayedDisclosure play = new PlayedDisclosure();

  @Test
  void isTheSameInEveryStateAndWithEveryTotal() {
    List<String> answers = new ArrayList<>();
    for (DisclosedMetric sealed : entries(SEALED)) {
      for (DisclosedMetric exact : entries(EXACT)) {
        answers.add(play.signed(List.of(List.of(sealed, exact))));
      }
    }

    assertThat(answers).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(answers).extracting(String::length).containsOnly(answers.getFirst().length());
  }

  @Test
  void dependsOnHowManySubjectsAreAskedAbout() {
    List<DisclosedMetric> one = List.of(entries(SEALED).getFirst());

    assertThat(play.signed(List.of(one, one)).length())
        .isGreaterThan(play.signed(List.of(one)).length());
  }

  /** The blanks are signed and mean nothing. */
  @Test
  void isReadAsItWasMade() throws Exception {
    for (DisclosedMetric entry : entries(SEALED)) {
      List<List<DisclosedMetric>> subjects = List.of(List.of(entry));

      assertThat(play.read(play.signed(subjects))).isEqualTo(PlayedDisclosure.of(subjects));
    }
  }

  @Test
  void theLargestAnswerStillFits() {
    DisclosedMetric entry =
        new DisclosedMetric(
            new MetricRequest(longestName(), Form.SEALED),
            MetricState.SUPPRESSED,
            Rounding.VALUE_MAX,
            OptionalLong.empty(),
            Optional.empty());
    List<DisclosedMetric> subject = Collections.nCopies(Limits.METRICS_MAX, entry);

    assertThat(play.signed(Collections.nCopies(Limits.SUBJECTS_MAX, subject)).length())
        .isLessThan(Limits.JWS_LENGTH_MAX);
  }

  @Test
  void anObjectIsNotCutToASize() {
    int plain = Json.encode(Json.object().put("a", 1)).size();

    assertThat(Json.encode(Json.object().put("a", 1), plain).asUtf8()).isEqualTo("{\"a\":1}");
    assertThat(Json.encode(Json.object().put("a", 1), plain + 2).asUtf8()).isEqualTo("{\"a\":1  }");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.encode(Json.object().put("a", 1), plain - 1));
  }

  private static Metric longestName() {
    Metric longest = Metric.LENDERS;
    for (Metric metric : Metric.values()) {
      longest = metric.wireName().length() > longest.wireName().length() ? metric : longest;
    }
    return longest;
  }

  /** Every state, with the least and the greatest that it can carry. */
  private static List<DisclosedMetric> entries(MetricRequest request) {
    boolean sealed = request.form() == Form.SEALED;
    List<DisclosedMetric> entries = new ArrayList<>();
    for (MetricState state : MetricState.values()) {
      for (long total : new long[] {0, sealed ? Field61.P - 1 : GREATEST}) {
        entries.add(
            new DisclosedMetric(
                request,
                state,
                1,
                !sealed && state == MetricState.VALUE
                    ? OptionalLong.of(total)
                    : OptionalLong.empty(),
                sealed && state.carriesTotal()
                    ? Optional.of(new PaddedTotal(total, total))
                    : Optional.empty()));
      }
    }
    return entries.stream().distinct().toList();
  }
}
