package io.heji.policy.decision;

import io.heji.protocol.document.Party;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.SignedQuery;
import java.time.Instant;
import java.util.List;

/**
 * Every fact the engine reads, and nothing else: recorded with a decision, they let it be replayed.
 *
 * @param licenceClass of the bank
 * @param purpose stated
 * @param consent asserted
 * @param metrics asked, with form
 * @param subjects how many
 * @param companyGroups in S
 * @param members in S
 * @param usedToday subjects of this bank today by the decider's own count, without these
 * @param now when it is decided
 */
public record QueryFacts(
    String licenceClass,
    String purpose,
    Consent consent,
    List<MetricRequest> metrics,
    int subjects,
    int companyGroups,
    int members,
    long usedToday,
    Instant now) {
  public QueryFacts {
    metrics = List.copyOf(metrics);
  }

  /** The facts of a query. */
  public static QueryFacts of(
      SignedQuery signed, Party bank, SummedSet set, long usedToday, Instant now) {
    return new QueryFacts(
        bank.licenceClass(),
        signed.query().purpose(),
        signed.query().consent(),
        signed.query().metrics(),
        signed.query().subjects(),
        set.companyGroups(),
        set.size(),
        usedToday,
        now);
  }
}
