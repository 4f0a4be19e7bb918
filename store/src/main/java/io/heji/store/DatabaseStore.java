package io.heji.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs statements of the PostgreSQL client and waits for them, on a virtual thread: rules read
 * top-down, and "durable on return" is literally that.
 */
public final class DatabaseStore {
  /** How long a transaction may take before the caller is told that it failed. */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  private DatabaseStore() {}

  /**
   * Waits, on a virtual thread, for work of the client.
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

  /** The rows that a statement found. */
  public static RowSet<Row> rows(String what, SqlClient client, String sql, Tuple parameters) {
    return await(what, client.preparedQuery(sql).execute(parameters), TRANSACTION_TIMEOUT);
  }

  /**
   * How many rows a statement changed: durable on return with a pool, where it is a transaction of
   * its own; with a connection in a transaction once that commits.
   */
  public static int update(String what, SqlClient client, String sql, Tuple parameters) {
    return rows(what, client, sql, parameters).rowCount();
  }
}
