package io.heji.tokeniser.quota;

import io.heji.policy.adoption.Adopted;
import io.heji.policy.bundle.Quotas;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.QuotaLedger;
import io.heji.store.QuotaScope;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Charges evaluations to the asker: a bank has so many a day of the directory's time zone, a
 * platform, which tokenises its whole book once, so many an epoch. Thread-safe.
 */
public final class EvaluationQuota {
  /** What is counted, in front of a scope's name. */
  private static final String EVALUATIONS = "evaluations";

  private final QuotaLedger ledger;

  public EvaluationQuota(QuotaLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Uses up quota; what fails afterwards stays used.
   *
   * @param asker a bank or platform; anybody else has no quota
   * @param documents whose policy says how much
   * @param elements how many
   */
  public void charge(Party asker, Adopted documents, int elements, Instant now)
      throws RefusedException {
    PartyId party = asker.id();
    Quotas quotas = documents.policy().quotas();
    ZoneId zone = documents.federation().directory().timeZone();
    long epoch = documents.federation().roster().epoch();
    boolean within =
        switch (asker.role()) {
          case BANK ->
              ledger.charge(
                  QuotaScope.ofDay(EVALUATIONS, party, now, zone),
                  elements,
                  quotas.bankEvaluationsPerDay());
          case PLATFORM ->
              ledger.charge(
                  QuotaScope.ofEpoch(EVALUATIONS, party, epoch),
                  elements,
                  quotas.evaluationsPerEpoch(party));
          case GATEWAY, TOKENISER, AUDITOR -> false;
        };
    if (!within) {
      throw new RefusedException(
          ProblemType.QUOTA_EXCEEDED, "the " + period(asker.role()) + " quota is used up");
    }
  }

  private static String period(Role role) {
    return role == Role.BANK ? "day's" : "epoch's";
  }
}
