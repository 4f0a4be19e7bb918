package io.heji.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every range of a policy bundle: both ends are taken, one beyond each is refused. */
class BundleLimitsTest {
  private static final long TRILLION = 1_000_000_000_000L;
  private static final long DAY = 24 * 3600L;

  /** Changes a bundle in one place. */
  interface Change {
    void in(ObjectNode bundle, long value);
  }

  // The two parts of the delay: what is left of 30 s for ten subjects beside the other part.
  private static Stream<Arguments> ranges() {
    return Stream.of(
        range("floor", PolicyBundle.FLOOR_MIN, Limits.MEMBERS_MAX, (b, n) -> b.put("floor", n)),
        range("batchMax", 1, Limits.SUBJECTS_MAX, (b, n) -> b.put("batchMax", n)),
        range("rosterDwellSeconds", 0, 7 * DAY, (b, n) -> b.put("rosterDwellSeconds", n)),
        range("disclosureRetentionDays", 1, 3650, (b, n) -> b.put("disclosureRetentionDays", n)),
        range("unit", 1, TRILLION, (b, n) -> metric(b).put("unit", n)),
        range("k", 1, Limits.MEMBERS_MAX, (b, n) -> metric(b).put("k", n)),
        range("coverageFloor", 1, Limits.MEMBERS_MAX, (b, n) -> metric(b).put("coverageFloor", n)),
        range("consentMaxDays", 1, 3650, (b, n) -> purpose(b).put("consentMaxDays", n)),
        range("purpose", 0, Limits.PURPOSE_LENGTH_MAX, (b, n) -> purpose(b).put("name", text(n))),
        range("purposes", 0, 64, BundleLimitsTest::purposes),
        range("bankClasses", 0, 64, (b, n) -> fill(purpose(b).putArray("bankClasses"), n)),
        range("bankSubjectsPerDay", 0, TRILLION, (b, n) -> quotas(b).put("bankSubjectsPerDay", n)),
        range(
            "bankEvaluationsPerDay",
            0,
            TRILLION,
            (b, n) -> quotas(b).put("bankEvaluationsPerDay", n)),
        range(
            "platformEvaluationsPerEpoch",
            0,
            TRILLION,
            (b, n) -> quotas(b).put("platformEvaluationsPerEpoch", n)),
        range(
            "personSubjectsPerDay",
            0,
            TRILLION,
            (b, n) -> quotas(b).put("personSubjectsPerDay", n)),
        range(
            "declaredBooks",
            0,
            TRILLION,
            (b, n) -> quotas(b).putObject("declaredBooks").put("platform-a", n)),
        range(
            "windowSeconds",
            3600,
            90 * DAY,
            (b, n) -> child(b, "differencingGuard").put("windowSeconds", n)),
        range(
            "repeatIntervalSeconds",
            1,
            3600,
            (b, n) -> child(b, "differencingGuard").put("repeatIntervalSeconds", n)),
        range("baseMillis", 0, 29_970, (b, n) -> child(b, "answerDelay").put("baseMillis", n)),
        range(
            "perSubjectMillis",
            0,
            2_975,
            (b, n) -> child(b, "answerDelay").put("perSubjectMillis", n)));
  }

  private static Arguments range(String name, long min, long max, Change change) {
    return Arguments.of(name, min, max, change);
  }

  @ParameterizedTest(name = "{0} from {1} to {2}")
  @MethodSource("ranges")
  void takesBothEndsAndRefusesOneBeyond(String name, long min, long max, Change change) {
    assertThatCode(() -> read(change, min)).as(name).doesNotThrowAnyException();
    assertThatCode(() -> read(change, max)).as(name).doesNotThrowAnyException();
    refuses(change, max + 1);
    if (min > 0) {
      refuses(change, min - 1);
    }
  }

  /** A rule that is not known, or is there twice, might restrict what would be allowed. */
  @Test
  void takesNoMemberBesidesAndNothingTwice() throws Exception {
    List<String> objects =
        List.of("", "/metrics/0", "/purposes/0", "/quotas", "/differencingGuard", "/answerDelay");
    for (String object : objects) {
      refuses((b, n) -> ((ObjectNode) b.at(object)).put("more", n), 1);
    }
    for (String list : List.of("metrics", "purposes")) {
      refuses((b, _) -> twice((ArrayNode) b.path(list)), 1);
    }
    for (String list : List.of("metrics", "bankClasses")) {
      refuses((b, _) -> twice((ArrayNode) purpose(b).path(list)), 1);
    }
  }

  @Test
  void takesNoMetricWithoutARuleAndNoCountThatIsRounded() {
    refuses((b, _) -> purpose(b).putArray("metrics").add("lenders"), 1);
    refuses(BundleLimitsTest::count, 2);
    assertThatCode(() -> read(BundleLimitsTest::count, 1)).doesNotThrowAnyException();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> read((b, _) -> metric(b).put("form", "rounded"), 1))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.FORM_NOT_PERMITTED));
  }

  private static void count(ObjectNode bundle, long unit) {
    metric(bundle).put("name", "lenders").put("unit", unit);
    purpose(bundle).putArray("metrics").add("lenders");
  }

  private static void twice(ArrayNode list) {
    list.add(list.path(0).deepCopy());
  }

  private static void refuses(Change change, long value) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> read(change, value))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private static PolicyBundle read(Change change, long value) throws RefusedException {
    ObjectNode bundle = Json.object();
    bundle.put("federation", "play").put("serial", 1).put("activeFrom", 1).put("expires", 2);
    bundle.put("floor", 3).put("batchMax", 10);
    bundle.put("rosterDwellSeconds", 600).put("disclosureRetentionDays", 90);
    ObjectNode metric = bundle.putArray("metrics").addObject();
    metric.put("name", "outstanding_principal").put("form", "sealed");
    metric.put("unit", 10_000).put("k", 3).put("coverageFloor", 1);
    purposes(bundle, 1);
    ObjectNode quotas = bundle.putObject("quotas");
    quotas.put("bankSubjectsPerDay", 1).put("bankEvaluationsPerDay", 1);
    quotas.put("platformEvaluationsPerEpoch", 1).put("personSubjectsPerDay", 1);
    bundle
        .putObject("differencingGuard")
        .put("windowSeconds", 3600)
        .put("repeatIntervalSeconds", 1);
    bundle.putObject("answerDelay").put("baseMillis", 250).put("perSubjectMillis", 3);
    change.in(bundle, value);
    return PolicyBundle.fromPayload(Json.encode(bundle));
  }

  private static void purposes(ObjectNode bundle, long count) {
    ArrayNode purposes = bundle.putArray("purposes");
    for (int i = 0; i < count; i++) {
      ObjectNode purpose = purposes.addObject();
      purpose.put("name", "purpose-" + i).put("consentMaxDays", 30);
      purpose.putArray("bankClasses").add("commercial-bank");
      purpose.putArray("metrics").add("outstanding_principal");
    }
  }

  private static ObjectNode metric(ObjectNode bundle) {
    return (ObjectNode) bundle.at("/metrics/0");
  }

  private static ObjectNode purpose(ObjectNode bundle) {
    return (ObjectNode) bundle.at("/purposes/0");
  }

  private static ObjectNode quotas(ObjectNode bundle) {
    return child(bundle, "quotas");
  }

  private static ObjectNode child(ObjectNode bundle, String name) {
    return (ObjectNode) bundle.path(name);
  }

  private static void fill(ArrayNode list, long count) {
    for (int i = 0; i < count; i++) {
      list.add("class-" + i);
    }
  }

  private static String text(long length) {
    return "a".repeat((int) length);
  }
}
