package io.heji.agent.app;

import io.heji.agent.AgentLimits;
import io.heji.agent.contribution.AnsweredContributions;
import io.heji.agent.guard.GuardTerms;
import io.heji.agent.index.CustomerIndex;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.store.EpochFolders;
import io.heji.store.StoreFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Forgets what is of no use any more: lanes of expired queries, old records, pins, quotas, and the
 * keys and index of epochs that have ended.
 */
final class Housekeeping {
  private final AdoptedDocuments adopted;
  private final AnsweredContributions answered;
  private final CustomerIndex index;
  private final EndedQuotas quotas;
  private final EpochFolders epochs;
  private final AgentLog log;
  private final AtomicBoolean running = new AtomicBoolean();

  /** Forgets quotas of days and epochs that have ended. */
  interface EndedQuotas {
    void forget(Instant now, SortedSet<Long> epochsInUse);
  }

  Housekeeping(
      AdoptedDocuments adopted,
      AnsweredContributions answered,
      CustomerIndex index,
      EndedQuotas quotas,
      EpochFolders epochs,
      AgentLog log) {
    this.adopted = adopted;
    this.answered = answered;
    this.index = index;
    this.quotas = quotas;
    this.epochs = epochs;
    this.log = log;
  }

  /** One round, one at a time; what fails is done by the next. */
  void run(Instant now) {
    // An ended epoch's index can take longer than the time to the next round.
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      forget(now);
    } finally {
      running.set(false);
    }
  }

  /**
   * The latest time that not this clock alone tells: a question is answered only while a bank's
   * clock agrees with this one. A clock that jumps ahead would else forget pins that still count,
   * and records whose queries can still be asked again.
   */
  private Instant agreed(Instant now) {
    return answered.newest().filter(newest -> newest.isBefore(now)).orElse(now);
  }

  private void forget(Instant now) {
    try {
      SortedSet<Long> inUse = adopted.epochsInUse(now);
      if (!inUse.isEmpty()) {
        for (long erased : epochs.eraseBefore(inUse.first())) {
          log.epochErased(erased);
        }
      }
      answered.forgetLanes(now.minus(AgentLimits.LANES_KEPT_AFTER_EXPIRY));
      Instant agreed = agreed(now);
      quotas.forget(agreed, inUse);
      answered.forgetRecordsBefore(agreed.minus(AgentLimits.ANSWER_RECORD_KEPT));
      adopted
          .current()
          .ifPresent(
              a ->
                  answered.forgetPinsBefore(
                      GuardTerms.oldestThatCounts(a.policy().guard(), agreed)));
      if (!inUse.isEmpty()) {
        // Last, since it can take long.
        index.forgetBefore(inUse.first());
      }
    } catch (StoreFailedException | IOException later) {
      log.housekeepingFailed(later);
    }
  }
}
