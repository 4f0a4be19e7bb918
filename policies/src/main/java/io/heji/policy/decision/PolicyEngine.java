package io.heji.policy.decision;

import io.heji.policy.bundle.MetricRule;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.policy.bundle.PurposeRule;
import io.heji.policy.decision.Decision.Deny;
import io.heji.policy.decision.Decision.Permit;
import io.heji.protocol.Limits;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.query.Consent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides one query under one bundle, in a fixed order: bundle active, purpose for this bank's
 * class, consent, batch, each metric and its form, floor, quota. The first that fails is the
 * answer; what no rule grants is denied. Stateless, thread-safe.
 */
public final class PolicyEngine {
  private PolicyEngine() {}

  public static Decision decide(PolicyBundle bundle, QueryFacts facts) {
    if (!bundle.isActiveAt(facts.now())) {
      return new Deny(ProblemType.WRONG_POLICY, "the policy bundle is not active now");
    }
    Optional<PurposeRule> purpose =
        bundle
            .purpose(facts.purpose())
            .filter(rule -> rule.bankClasses().contains(facts.licenceClass()));
    if (purpose.isEmpty()) {
      return new Deny(
          ProblemType.PURPOSE_NOT_PERMITTED,
          "policy does not grant this purpose to this bank's class");
    }
    Optional<Deny> consent = checkConsent(purpose.get(), facts);
    if (consent.isPresent()) {
      return consent.get();
    }
    if (facts.subjects() > bundle.batchMax()) {
      return new Deny(
          ProblemType.BATCH_TOO_LARGE, "policy allows " + bundle.batchMax() + " subjects a query");
    }
    return decideMetrics(bundle, purpose.get(), facts);
  }

  private static Optional<Deny> checkConsent(PurposeRule purpose, QueryFacts facts) {
    Consent consent = facts.consent();
    Duration ageMax = Duration.ofDays(purpose.consentMaxDays());
    String why;
    if (!consent.scope().contains(facts.purpose())) {
      why = "the consent does not cover the purpose";
    } else if (consent.granted().isAfter(facts.now().plus(Limits.CLOCK_SKEW_MAX))) {
      why = "the consent is granted in the future";
    } else if (!facts.now().isBefore(consent.expires())) {
      why = "the consent has expired";
    } else if (facts.now().isAfter(consent.granted().plus(ageMax))) {
      why = "the consent is older than policy allows";
    } else {
      return Optional.empty();
    }
    return Optional.of(new Deny(ProblemType.CONSENT_INVALID, why));
  }

  private static Decision decideMetrics(
      PolicyBundle bundle, PurposeRule purpose, QueryFacts facts) {
    List<MetricRule> terms = new ArrayList<>();
    for (MetricRequest request : facts.metrics()) {
      Optional<MetricRule> rule = bundle.metric(request.metric());
      if (rule.isEmpty() || !purpose.metrics().contains(request.metric())) {
        return new Deny(
            ProblemType.METRIC_NOT_PERMITTED,
            "policy does not disclose `" + request.metric().wireName() + "` for this purpose");
      }
      if (rule.get().form() != request.form()) {
        return new Deny(
            ProblemType.FORM_NOT_PERMITTED,
            "policy discloses `" + request.metric().wireName() + "` in another form");
      }
      terms.add(rule.get());
    }
    if (terms.isEmpty()) {
      return new Deny(ProblemType.METRIC_NOT_PERMITTED, "no metric is asked");
    }
    if (facts.companyGroups() < Math.max(bundle.floor(), PolicyBundle.FLOOR_MIN)
        || facts.members() > Limits.MEMBERS_MAX) {
      return new Deny(
          ProblemType.FLOOR_NOT_MET,
          "policy sums over " + bundle.floor() + " company groups at least");
    }
    if (facts.usedToday() + facts.subjects() > bundle.quotas().bankSubjectsPerDay()) {
      return new Deny(
          ProblemType.QUOTA_EXCEEDED, "the bank's subjects of today exceed policy's quota");
    }
    return new Permit(terms);
  }
}
