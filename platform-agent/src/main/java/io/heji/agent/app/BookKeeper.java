package io.heji.agent.app;

import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.policy.adoption.Adopted;
import io.heji.protocol.document.Federation;
import io.heji.protocol.problem.RefusedException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the book of the roster's epoch is tokenised: starts when documents are adopted,
 * tries again after a while when it fails, always under the documents adopted last. The executor
 * runs one task at a time.
 */
final class BookKeeper {
  private final Book book;
  private final Executor worker;
  private final Pause pause;
  private final AgentLog log = new AgentLog();
  private final AtomicReference<@Nullable Federation> latest = new AtomicReference<>();
  private final AtomicLong completeEpoch = new AtomicLong();

  /** Brings a book to completion under these documents. */
  interface Book {
    Completed complete(Federation federation) throws RefusedException, InterruptedException;
  }

  /** Waits before a failed tokenisation is begun again. */
  interface Pause {
    void beforeRetry() throws InterruptedException;
  }

  BookKeeper(Book book, Executor worker, Pause pause) {
    this.book = book;
    this.worker = worker;
    this.pause = pause;
  }

  /** Documents are adopted: their epoch's book must be in the index. */
  void adopted(Adopted adopted) {
    latest.set(adopted.federation());
    worker.execute(this::keepTrying);
  }

  /** Whether this epoch's book is complete. */
  boolean isComplete(long epoch) {
    return completeEpoch.get() == epoch;
  }

  private void keepTrying() {
    try {
      for (Federation wanted = incomplete(); wanted != null; wanted = incomplete()) {
        if (!completed(wanted)) {
          pause.beforeRetry();
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The latest documents, unless their book is complete. Read anew for each try: tokenisers refuse
   * requests under a roster that was replaced, so one begun under it would fail for ever.
   */
  private @Nullable Federation incomplete() {
    Federation federation = latest.get();
    return federation == null || isComplete(federation.roster().epoch()) ? null : federation;
  }

  private boolean completed(Federation federation) throws InterruptedException {
    long epoch = federation.roster().epoch();
    try {
      Completed completed = book.complete(federation);
      completeEpoch.set(epoch);
      log.bookComplete(epoch, completed);
      return true;
    } catch (RefusedException refused) {
      log.bookFailed(refused.type().slug());
      return false;
    } catch (RuntimeException failed) {
      // Whatever it was: an agent without its book answers nobody, so it is tried again. The class
      // alone is told: a message could hold what was read.
      log.bookFailed(failed.getClass().getSimpleName());
      return false;
    }
  }
}
