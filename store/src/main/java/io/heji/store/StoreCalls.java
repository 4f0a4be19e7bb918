package io.heji.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits, on a virtual thread, for work that the raw PostgreSQL client does. */
public final class StoreCalls {
  private StoreCalls() {}

  /**
   * The result of the work.
   *
   * @param what is told when it fails; never about a person
   * @param limit how long it may take
   */
  public static <T> T await(String what, Future<T> work, Duration limit) {
    try {
      return work.toCompletionStage()
          .toCompletableFuture()
          .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException failed) {
      throw new StoreFailedException(what, failed.getCause() == null ? failed : failed.getCause());
    }
  }
}
