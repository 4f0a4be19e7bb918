package io.heji.agent.app;

import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.token.BookTokenisation;
import io.heji.policy.adoption.Adopted;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that the book of the roster's epoch is tokenised: starts when documents are adopted,
 * tries again after a while when it fails.
 */
final class BookKeeper {
  /** How long to wait before a failed tokenisation is begun again. */
  static final Duration RETRY = Duration.ofSeconds(2);

  private final BookTokenisation tokenisation;
  private final AgentLog log = new AgentLog();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private final AtomicLong completeEpoch = new AtomicLong();

  BookKeeper(BookTokenisation tokenisation) {
    this.tokenisation = tokenisation;
  }

  /** Documents are adopted: their epoch's book must be in the index. */
  void adopted(Adopted adopted) {
    long epoch = adopted.federation().roster().epoch();
    if (completeEpoch.get() != epoch) {
      worker.execute(() -> keepTrying(adopted, epoch));
    }
  }

  /** Whether this epoch's book is complete. */
  boolean isComplete(long epoch) {
    return completeEpoch.get() == epoch;
  }

  private void keepTrying(Adopted adopted, long epoch) {
    while (completeEpoch.get() != epoch) {
      try {
        Completed completed = tokenisation.run(adopted.federation());
        completeEpoch.set(epoch);
        log.bookComplete(epoch, completed);
      } catch (RefusedException refused) {
        log.bookFailed(refused.type().slug());
        waitBeforeRetry();
      } catch (IllegalStateException | CompletionException failed) {
        log.bookFailed(failed.getClass().getSimpleName());
        waitBeforeRetry();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void waitBeforeRetry() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
