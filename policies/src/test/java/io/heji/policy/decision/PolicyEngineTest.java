package io.heji.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.policy.decision.Decision.Deny;
import io.heji.policy.decision.Decision.Permit;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one bundle permits, each fact at its last permitted value and one beyond. */
class PolicyEngineTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final Instant EXPIRES = NOW.plus(Duration.ofDays(30));
  private static final MetricRequest PRINCIPAL =
      new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED);
  private static final int BATCH_MAX = 4;
  private static final int FLOOR = 3;
  private static final long SUBJECTS_PER_DAY = 10;
  private static final int CONSENT_DAYS = 30;

  private String licence = "commercial-bank";
  private String purpose = "loan-approval";
  private Instant granted = NOW.minus(Duration.ofDays(CONSENT_DAYS));
  private Instant consentExpires = NOW.plusSeconds(1);
  private List<String> scope = List.of("loan-approval");
  private List<MetricRequest> metrics = List.of(PRINCIPAL);
  private int subjects = BATCH_MAX;
  private int companies = FLOOR;
  private int members = Limits.MEMBERS_MAX;
  private long used = SUBJECTS_PER_DAY - BATCH_MAX;
  private Instant now = NOW;

  @Test
  void permitsWhatIsAtEveryLimitUnderTheBundlesTerms() throws Exception {
    assertThat(decide())
        .isInstanceOfSatisfying(
            Permit.class,
            permit ->
                assertThat(permit.terms())
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.unit()).isEqualTo(10_000))
                    .satisfies(rule -> assertThat(rule.k()).isEqualTo(2)));
  }

  @Test
  void deniesBeforeTheBundleIsActiveAndFromWhenItExpires() throws Exception {
    consentExpires = EXPIRES.plusSeconds(1);
    granted = EXPIRES.minus(Duration.ofDays(1));
    now = EXPIRES.minusSeconds(1);
    assertThat(denied()).isEmpty();
    now = EXPIRES;
    assertThat(denied()).contains(ProblemType.WRONG_POLICY);
    now = NOW.minusSeconds(1);
    assertThat(denied()).contains(ProblemType.WRONG_POLICY);
  }

  @Test
  void deniesAPurposeThatIsNotGrantedToTheBanksClass() throws Exception {
    licence = "pawnbroker";
    assertThat(denied()).contains(ProblemType.PURPOSE_NOT_PERMITTED);
    licence = "commercial-bank";
    purpose = "advertising";
    assertThat(denied()).contains(ProblemType.PURPOSE_NOT_PERMITTED);
  }

  @Test
  void deniesAConsentThatDoesNotHold() throws Exception {
    granted = granted.minusSeconds(1);
    assertThat(denied()).contains(ProblemType.CONSENT_INVALID);
    granted = NOW.plus(Limits.CLOCK_SKEW_MAX);
    assertThat(denied()).isEmpty();
    granted = granted.plusSeconds(1);
    assertThat(denied()).contains(ProblemType.CONSENT_INVALID);
    granted = NOW;
    consentExpires = NOW;
    assertThat(denied()).contains(ProblemType.CONSENT_INVALID);
    consentExpires = NOW.plusSeconds(1);
    scope = List.of("another");
    assertThat(denied()).contains(ProblemType.CONSENT_INVALID);
  }

  @Test
  void deniesMoreSubjectsThanTheBundleHas() throws Exception {
    used = 0;
    subjects = BATCH_MAX + 1;
    assertThat(denied()).contains(ProblemType.BATCH_TOO_LARGE);
  }

  @Test
  void deniesWhatNoRuleGrants() throws Exception {
    metrics = List.of(PRINCIPAL, new MetricRequest(Metric.LENDERS, Form.EXACT));
    assertThat(denied()).contains(ProblemType.METRIC_NOT_PERMITTED);
    metrics = List.of(new MetricRequest(Metric.ACTIVE_LOANS, Form.EXACT));
    assertThat(denied()).contains(ProblemType.METRIC_NOT_PERMITTED);
    metrics = List.of();
    assertThat(denied()).contains(ProblemType.METRIC_NOT_PERMITTED);
    metrics = List.of(new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.EXACT));
    assertThat(denied()).contains(ProblemType.FORM_NOT_PERMITTED);
  }

  @Test
  void deniesASetBelowTheFloorOrAboveTheMost() throws Exception {
    companies = FLOOR - 1;
    assertThat(denied()).contains(ProblemType.FLOOR_NOT_MET);
    companies = FLOOR;
    members = Limits.MEMBERS_MAX + 1;
    assertThat(denied()).contains(ProblemType.FLOOR_NOT_MET);
  }

  @Test
  void deniesWhatGoesBeyondTheDaysQuota() throws Exception {
    used++;
    assertThat(denied()).contains(ProblemType.QUOTA_EXCEEDED);
  }

  /** Of several reasons the first in the documented order is told. */
  @Test
  void tellsTheFirstReason() throws Exception {
    used = SUBJECTS_PER_DAY;
    companies = 1;
    assertThat(denied()).contains(ProblemType.FLOOR_NOT_MET);
    metrics = List.of();
    assertThat(denied()).contains(ProblemType.METRIC_NOT_PERMITTED);
    subjects = BATCH_MAX + 1;
    assertThat(denied()).contains(ProblemType.BATCH_TOO_LARGE);
    scope = List.of();
    assertThat(denied()).contains(ProblemType.CONSENT_INVALID);
    licence = "pawnbroker";
    assertThat(denied()).contains(ProblemType.PURPOSE_NOT_PERMITTED);
    now = EXPIRES;
    assertThat(denied()).contains(ProblemType.WRONG_POLICY);
  }

  private Optional<ProblemType> denied() throws RefusedException {
    return decide() instanceof Deny(ProblemType problem, String _)
        ? Optional.of(problem)
        : Optional.empty();
  }

  private Decision decide() throws RefusedException {
    return PolicyEngine.decide(
        bundle(),
        new QueryFacts(
            licence,
            purpose,
            new Consent("consent-1", granted, consentExpires, scope),
            metrics,
            subjects,
            companies,
            members,
            used,
            now));
  }

  /** `lenders` has a rule but no purpose may ask it. */
  private static PolicyBundle bundle() throws RefusedException {
    ObjectNode json = Json.object();
    json.put("federation", "play").put("serial", 1).put("activeFrom", NOW.getEpochSecond());
    json.put("expires", EXPIRES.getEpochSecond());
    json.put("floor", FLOOR).put("batchMax", BATCH_MAX).put("rosterDwellSeconds", 600);
    json.put("disclosureRetentionDays", 1);
    ObjectNode principal = json.putArray("metrics").addObject();
    principal.put("name", Metric.OUTSTANDING_PRINCIPAL.wireName()).put("form", "sealed");
    principal.put("unit", 10_000).put("k", 2).put("coverageFloor", 2);
    ObjectNode lenders = json.withArray("/metrics").addObject();
    lenders.put("name", Metric.LENDERS.wireName()).put("form", "exact");
    lenders.put("unit", 1).put("k", 1).put("coverageFloor", 2);
    ObjectNode purpose = json.putArray("purposes").addObject();
    purpose.put("name", "loan-approval").putArray("bankClasses").add("commercial-bank");
    purpose.putArray("metrics").add(Metric.OUTSTANDING_PRINCIPAL.wireName());
    purpose.put("consentMaxDays", CONSENT_DAYS);
    json.putObject("quotas")
        .put("bankSubjectsPerDay", SUBJECTS_PER_DAY)
        .put("bankEvaluationsPerDay", 1)
        .put("platformEvaluationsPerEpoch", 1)
        .put("personSubjectsPerDay", 1);
    json.putObject("differencingGuard").put("windowSeconds", 3600).put("repeatIntervalSeconds", 1);
    json.putObject("answerDelay").put("baseMillis", 0).put("perSubjectMillis", 0);
    return PolicyBundle.fromPayload(Json.encode(json));
  }
}
