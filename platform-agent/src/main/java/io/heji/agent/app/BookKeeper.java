package io.heji.agent.app;

import io.heji.agent.AgentLimits;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.protocol.document.Federation;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Sees to it that the books of the current and of an announced epoch are tokenised: starts when
 * documents are adopted, tries again after a while when it fails, always under the documents of
 * now. The executor runs one task at a time.
 */
final class BookKeeper {
  private final Book book;
  private final Supplier<List<Federation>> wanted;
  private final Executor worker;
  private final Pause pause;
  private final LongConsumer ready;
  private final AgentLog log = new AgentLog();
  private final Set<Long> completeEpochs = ConcurrentHashMap.newKeySet();

  /** Brings a book to completion under these documents. */
  interface Book {
    Completed complete(Federation federation) throws RefusedException, InterruptedException;
  }

  /** Waits before a failed tokenisation goes on. */
  interface Pause {
    void beforeRetry(Duration wait) throws InterruptedException;
  }

  /**
   * @param wanted the sets whose epochs' books must be in the index, the current one first
   * @param ready told the epochs whose books are complete
   */
  BookKeeper(
      Book book,
      Supplier<List<Federation>> wanted,
      Executor worker,
      Pause pause,
      LongConsumer ready) {
    this.book = book;
    this.wanted = wanted;
    this.worker = worker;
    this.pause = pause;
    this.ready = ready;
  }

  /** Documents are adopted: what is wanted may have changed. */
  void adopted() {
    // Documents are the first that comes on a new link, which knows nothing of this yet.
    tellReady();
    worker.execute(this::keepTrying);
  }

  /** An epoch counts as ready when those before it that are wanted are too. */
  private void tellReady() {
    for (Federation set : wanted.get()) {
      if (!isComplete(set.roster().epoch())) {
        return;
      }
      ready.accept(set.roster().epoch());
    }
  }

  /** Whether this epoch's book is complete. */
  boolean isComplete(long epoch) {
    return completeEpochs.contains(epoch);
  }

  private void keepTrying() {
    try {
      Duration wait = AgentLimits.BOOK_RETRY_MIN;
      for (Optional<Federation> next = incomplete(); next.isPresent(); next = incomplete()) {
        if (completed(next.get())) {
          wait = AgentLimits.BOOK_RETRY_MIN;
          tellReady();
        } else {
          pause.beforeRetry(wait);
          wait =
              wait.multipliedBy(2).compareTo(AgentLimits.BOOK_RETRY_MAX) > 0
                  ? AgentLimits.BOOK_RETRY_MAX
                  : wait.multipliedBy(2);
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The first of the wanted whose book is not complete. Read anew for each try: tokenisers refuse
   * requests under a roster that was replaced, so one begun under it would fail for ever.
   */
  private Optional<Federation> incomplete() {
    return wanted.get().stream().filter(set -> !isComplete(set.roster().epoch())).findFirst();
  }

  private boolean completed(Federation federation) throws InterruptedException {
    long epoch = federation.roster().epoch();
    try {
      Completed completed = book.complete(federation);
      completeEpochs.add(epoch);
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
