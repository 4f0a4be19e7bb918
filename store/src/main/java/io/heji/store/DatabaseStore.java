package io.heji.store;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs one transaction and waits for its commit, on a virtual thread: rules read top-down, and
 * "durable on return" is literally that.
 */
public final class DatabaseStore {
  /** How long a transaction may take before the caller is told that it failed. */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  private final Mutiny.SessionFactory sessions;

  public DatabaseStore(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** The result of the work after its transaction committed. */
  public <T> T inTransaction(String what, Function<Mutiny.Session, Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(
          () ->
              sessions
                  .withTransaction((session, transaction) -> work.apply(session))
                  .ifNoItem()
                  .after(TRANSACTION_TIMEOUT)
                  .fail());
    } catch (Throwable failure) {
      throw new StoreFailedException(what, failure);
    }
  }
}
