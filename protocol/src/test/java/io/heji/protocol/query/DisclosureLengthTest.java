package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** ⚔ who sees only how long an answer is learns whether something was found, and how much. */
class DisclosureLengthTest {
  private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  private static final String KID = "gateway-signing-1";
  private static final MetricRequest SEALED =
      new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED);
  private static final MetricRequest EXACT = new MetricRequest(Metric.LENDERS, Form.EXACT);
  private static final long GREATEST = Limits.MEMBERS_MAX * Rounding.VALUE_MAX;

  private final Es256PrivateKey key = Es256PrivateKey.generate(new SplittableRandom(9)::nextBytes);

  @Test
  void isTheSameInEveryStateAndWithEveryTotal() {
    List<String> answers = new ArrayList<>();
    for (DisclosedMetric sealed : entries(SEALED)) {
      for (DisclosedMetric exact : entries(EXACT)) {
        answers.add(signed(List.of(List.of(sealed, exact))));
      }
    }

    assertThat(answers).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(answers).extracting(String::length).containsOnly(answers.getFirst().length());
  }

  @Test
  void dependsOnHowManySubjectsAreAskedAbout() {
    List<DisclosedMetric> one = List.of(entries(SEALED).getFirst());

    assertThat(signed(List.of(one, one)).length()).isGreaterThan(signed(List.of(one)).length());
  }

  /** The blanks are signed and mean nothing. */
  @Test
  void isReadAsItWasMade() throws Exception {
    for (DisclosedMetric entry : entries(SEALED)) {
      Disclosure made = disclosure(List.of(List.of(entry)));

      assertThat(Disclosure.read(made.signWith(KID, key), KID, key.publicKey())).isEqualTo(made);
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

    assertThat(signed(Collections.nCopies(Limits.SUBJECTS_MAX, subject)).length())
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

  private String signed(List<List<DisclosedMetric>> subjects) {
    return disclosure(subjects).signWith(KID, key);
  }

  private static Disclosure disclosure(List<List<DisclosedMetric>> subjects) {
    DocumentRef document = new DocumentRef(1, Sha256.of(Bytes.EMPTY));
    SortedSet<PartyId> nobody = new TreeSet<>();
    return new Disclosure(
        "01a0c450-6c00-7cbd-9972-575c393770ee",
        new PartyId("gateway"),
        new PartyId("bank-north"),
        NOW,
        Sha256.of(Bytes.EMPTY),
        new TreeSet<>(List.of(new PartyId("alpha"), new PartyId("beta"))),
        nobody,
        nobody,
        document,
        document,
        document,
        Sha256.of(Bytes.EMPTY),
        NOW,
        NOW,
        subjects);
  }
}
