package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.mask.Field61;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.query.Rounding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a gateway that holds its own signing key can answer wrongly. */
class DisclosureVerifierTest {
  /** Places in the question: two sealed metrics, one that the gateway discloses. */
  private static final int PRINCIPAL = 0;

  private static final int OVERDUE = 1;
  private static final int LENDERS = 2;
  private static final List<Metric> ASKED =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.OVERDUE_AMOUNT, Metric.LENDERS);

  @TempDir Path home;
  private final PlayedFederation federation = new PlayedFederation(11);
  private final PlayedGateway gateway = new PlayedGateway(federation);

  @BeforeEach
  void loansAtTwoPlatforms() throws RefusedException {
    for (PartyId platform : PlayedFederation.PLATFORMS.subList(0, 2)) {
      gateway.book(
          platform,
          AskingBank.KNOWN,
          Map.of(Metric.OUTSTANDING_PRINCIPAL, 70_000L, Metric.LENDERS, 1L));
    }
  }

  @Test
  void acceptsTheAnswerThatNobodyChanged() throws Exception {
    assertThat(ask().subjects().getFirst().get(PRINCIPAL).total())
        .isEqualTo(OptionalLong.of(140_000));
  }

  @TestFactory
  Stream<DynamicTest> refusesAnAnswerThatTheGatewayChanged() {
    Map<String, Consumer<DisclosureDraft>> changes = new LinkedHashMap<>();
    changes.put("a total", d -> d.metric(PRINCIPAL, m -> padded(m, 1, 0)));
    changes.put("a tag", d -> d.metric(PRINCIPAL, m -> padded(m, 0, 1)));
    changes.put("a total where zero is stated", d -> d.metric(OVERDUE, m -> padded(m, 1, 0)));
    changes.put(
        "zero stated of a total", d -> d.metric(PRINCIPAL, m -> stated(m, MetricState.ZERO)));
    changes.put(
        "no-record stated of a total",
        d -> d.metric(PRINCIPAL, m -> stated(m, MetricState.NO_RECORD)));
    changes.put(
        "the totals of two metrics exchanged",
        d -> {
          Optional<PaddedTotal> first = d.subjects.getFirst().get(PRINCIPAL).padded();
          d.metric(PRINCIPAL, m -> withPadded(m, d.subjects.getFirst().get(OVERDUE).padded()));
          d.metric(OVERDUE, m -> withPadded(m, first));
        });
    changes.put(
        "a disclosed total beyond what platforms can hold",
        d -> d.metric(LENDERS, m -> valued(m, 4 * Rounding.VALUE_MAX + 1)));
    changes.put("another unit", d -> d.metric(PRINCIPAL, m -> united(m, 20_000)));
    changes.put("another query", d -> d.queryHash = Sha256.of(Bytes.ascii("another")));
    changes.put("another query id", d -> d.jti = "01956f2e-1111-7111-8111-111111111111");
    changes.put("another bank", d -> d.audience = PlayedFederation.GROUP_BANK);
    changes.put("another gateway", d -> d.issuer = PlayedFederation.TOKENISERS.getFirst());
    changes.put(
        "a time before the query",
        d -> d.issuedAt = PlayedFederation.NOW.minus(Duration.ofSeconds(31)));
    changes.put(
        "a smaller set", d -> d.set = new TreeSet<>(PlayedFederation.PLATFORMS.subList(0, 3)));
    changes.put(
        "a platform called absent",
        d -> d.absent = new TreeSet<>(PlayedFederation.PLATFORMS.subList(3, 4)));
    changes.put(
        "a platform called own group",
        d -> d.ownGroup = new TreeSet<>(PlayedFederation.PLATFORMS.subList(3, 4)));
    changes.put("another directory", d -> d.directory = other(d.directory));
    changes.put("another policy bundle", d -> d.policy = other(d.policy));
    changes.put("a stale roster", d -> d.roster = new DocumentRef(9, d.roster.hash()));
    changes.put("a roster with another hash", d -> d.roster = other(d.roster));
    changes.put("a metric less", d -> d.subjects.getFirst().remove(LENDERS));
    changes.put("a metric more", d -> d.subjects.getFirst().add(d.subjects.getFirst().getFirst()));
    changes.put(
        "metrics in another order",
        d -> {
          List<DisclosedMetric> metrics = d.subjects.getFirst();
          metrics.addFirst(metrics.remove(LENDERS));
        });
    changes.put("a subject more", d -> d.subjects.add(d.subjects.getFirst()));
    changes.put("a subject less", d -> d.subjects.clear());
    return changes.entrySet().stream()
        .map(
            change ->
                DynamicTest.dynamicTest(
                    change.getKey(),
                    () -> {
                      gateway.tamperDisclosure = DisclosureDraft.changed(change.getValue());
                      assertNotVerified();
                    }));
  }

  @Test
  void refusesAnAnswerSignedBySomebodyElse() {
    gateway.tamperSigned = text -> resigned(text, "gateway-signing-1", "tokeniser-one");

    assertNotVerified();
  }

  @Test
  void refusesAnAnswerUnderAnotherKeyId() {
    gateway.tamperSigned = text -> resigned(text, "gateway-signing-2", "gateway");

    assertNotVerified();
  }

  @Test
  void refusesADocumentOfAnotherTypeInPlaceOfAnAnswer() {
    gateway.tamperSigned =
        text -> {
          try {
            CompactJws jws = CompactJws.parse(text, Disclosure.TYP);
            return CompactJws.sign(
                "roster+jwt",
                jws.kid(),
                federation.key(PlayedFederation.GATEWAY, KeyUse.SIGNING),
                jws.payload());
          } catch (RefusedException e) {
            throw new IllegalStateException(e);
          }
        };

    assertNotVerified();
  }

  @Test
  void refusesTheAnswerToAnEarlierQuestion() throws Exception {
    StringBuilder earlier = new StringBuilder();
    gateway.tamperSigned =
        text -> {
          earlier.append(text);
          return text;
        };
    ask();
    gateway.tamperSigned = _ -> earlier.toString();

    assertNotVerified();
  }

  private String resigned(String text, String kid, String signer) {
    try {
      CompactJws jws = CompactJws.parse(text, Disclosure.TYP);
      return CompactJws.sign(
          Disclosure.TYP, kid, federation.key(new PartyId(signer), KeyUse.SIGNING), jws.payload());
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ExposureAnswer ask() throws Exception {
    return AskingBank.client(
            PlayedFederation.BANK,
            federation.bankKeys(PlayedFederation.BANK),
            federation,
            gateway,
            home)
        .ask(AskingBank.request(List.of(AskingBank.KNOWN), ASKED));
  }

  private void assertNotVerified() {
    assertThatExceptionOfType(NotVerifiedException.class)
        .isThrownBy(this::ask)
        .satisfies(
            refused -> {
              assertThat(refused.type()).isEqualTo(ProblemType.DISCLOSURE_INVALID);
              assertThat(refused.getMessage()).doesNotContain("140000", "1101");
            });
  }

  private static DisclosedMetric padded(DisclosedMetric metric, long total, long tag) {
    PaddedTotal padded = metric.padded().orElseThrow();
    return withPadded(
        metric,
        Optional.of(
            new PaddedTotal(Field61.add(padded.total(), total), Field61.add(padded.tag(), tag))));
  }

  private static DisclosedMetric withPadded(DisclosedMetric metric, Optional<PaddedTotal> padded) {
    return new DisclosedMetric(
        metric.request(), metric.state(), metric.unit(), metric.value(), padded);
  }

  private static DisclosedMetric stated(DisclosedMetric metric, MetricState state) {
    return new DisclosedMetric(
        metric.request(), state, metric.unit(), metric.value(), metric.padded());
  }

  private static DisclosedMetric valued(DisclosedMetric metric, long value) {
    MetricRequest request = metric.request();
    return new DisclosedMetric(
        request, metric.state(), metric.unit(), OptionalLong.of(value), metric.padded());
  }

  private static DisclosedMetric united(DisclosedMetric metric, long unit) {
    return new DisclosedMetric(
        metric.request(), metric.state(), unit, metric.value(), metric.padded());
  }

  private static DocumentRef other(DocumentRef ref) {
    return new DocumentRef(ref.serial(), Sha256.of(ref.hash()));
  }
}
