package io.heji.agent.contribution;

import io.heji.store.StoreFailedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets one question of a company after the other come to the database: those that wait hold no
 * connection, so that a flood of one company's questions leaves the connections to the others.
 * Between replicas the database's own lock decides, for which each waits with one connection a
 * company. Thread-safe.
 */
final class CompanyTurns {
  private final Duration longest;
  // Grows to the companies of the directory: nobody else's question comes this far.
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  /** The turn of one question. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param longest how long a question waits for those before it
   */
  CompanyTurns(Duration longest) {
    this.longest = longest;
  }

  /** Waits until the questions of the company that came before are decided. */
  Turn await(String company) {
    Semaphore turn = turns.computeIfAbsent(company, _ -> new Semaphore(1, true));
    try {
      if (!turn.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(new TimeoutException());
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw failed(ending);
    }
    return turn::release;
  }

  private static StoreFailedException failed(Exception cause) {
    return new StoreFailedException("waiting for the question before", cause);
  }
}
