package io.heji.gateway.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.policy.bundle.MetricRule;
import io.heji.policy.disclosure.DisclosureRules;
import io.heji.policy.disclosure.DisclosureRules.Counts;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.document.UnsummedPlatforms;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.LaneSum;
import io.heji.protocol.query.LaneSum.MetricSum;
import io.heji.protocol.query.LaneSum.SubjectSum;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.query.SignedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns sums into what may be said of them. */
final class DisclosureComposer {
  private final GatewayIdentity identity;
  private final Randomness randomness;

  DisclosureComposer(GatewayIdentity identity, Randomness randomness) {
    this.identity = identity;
    this.randomness = randomness;
  }

  Disclosure compose(
      Federation federation,
      SignedQuery query,
      Party bank,
      SummedSet set,
      List<MetricRule> terms,
      LaneSum sum,
      Collection<Contribution> contributions,
      Instant now) {
    List<List<DisclosedMetric>> subjects = new ArrayList<>();
    for (SubjectSum subject : sum.subjects()) {
      List<DisclosedMetric> metrics = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        metrics.add(disclosed(federation, query, set, terms.get(i), subject, i));
      }
      subjects.add(metrics);
    }
    UnsummedPlatforms unsummed = federation.unsummed(bank);
    return new Disclosure(
        query.query().jti(),
        identity.id(),
        bank.id(),
        now,
        query.hash(),
        set.members(),
        unsummed.absent(),
        unsummed.ownGroup(),
        federation.directoryRef(),
        federation.policyRef(),
        federation.rosterRef(),
        Bytes.copyOf(randomness.bytes(Disclosure.SALT_BYTES)),
        oldest(contributions.stream().mapToLong(Contribution::dataAsOf).toArray()),
        oldest(contributions.stream().mapToLong(Contribution::indexAsOf).toArray()),
        subjects);
  }

  private static DisclosedMetric disclosed(
      Federation federation,
      SignedQuery query,
      SummedSet set,
      MetricRule rule,
      SubjectSum subject,
      int index) {
    MetricSum sum = subject.metrics().get(index);
    MetricState state =
        DisclosureRules.state(
            new Counts(
                subject.vetoed(),
                suppliers(federation, set, rule.metric()),
                rule.coverageFloor(),
                subject.known(),
                sum.holders(),
                rule.k(),
                set.largestGroup()));
    boolean bankOpens = rule.form() == Form.SEALED;
    return new DisclosedMetric(
        query.query().metrics().get(index),
        state,
        rule.unit(),
        !bankOpens && state == MetricState.VALUE
            ? OptionalLong.of(sum.value())
            : OptionalLong.empty(),
        bankOpens && state.carriesTotal()
            ? Optional.of(new PaddedTotal(sum.value(), sum.tag()))
            : Optional.empty());
  }

  private static int suppliers(Federation federation, SummedSet set, Metric metric) {
    return (int)
        set.members().stream()
            .filter(member -> federation.platformKeys(member).metrics().contains(metric))
            .count();
  }

  private static Instant oldest(long[] epochSeconds) {
    long oldest = Long.MAX_VALUE;
    for (long time : epochSeconds) {
      oldest = Math.min(oldest, time);
    }
    return Instant.ofEpochSecond(oldest);
  }
}
