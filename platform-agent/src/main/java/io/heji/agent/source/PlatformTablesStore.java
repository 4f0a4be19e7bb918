package io.heji.agent.source;

import io.heji.agent.AgentLimits;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@link PlatformTables} through the Vert.x PostgreSQL client, one REPEATABLE READ READ ONLY
 * transaction a call. The database itself ends a statement that takes too long, so that a
 * connection comes back also when nobody waits for it any more.
 */
final class PlatformTablesStore implements PlatformTables {
  /** How long one snapshot may take before the question is refused. */
  static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(10);

  private final Pool pool;
  private final Duration snapshotTimeout;
  private final Duration statementTimeout;

  /** The class of SQLSTATE for what is wrong with a row's values. */
  private static final String DATA_EXCEPTION = "22";

  PlatformTablesStore(Pool pool) {
    this(pool, SNAPSHOT_TIMEOUT, AgentLimits.SOURCE_STATEMENT_TIMEOUT);
  }

  PlatformTablesStore(Pool pool, Duration snapshotTimeout, Duration statementTimeout) {
    this.pool = pool;
    this.snapshotTimeout = snapshotTimeout;
    this.statementTimeout = statementTimeout;
  }

  @Override
  public List<List<List<@Nullable String>>> inOneSnapshot(ZoneId zone, List<Request> requests) {
    CompletableFuture<List<List<List<@Nullable String>>>> awaited = new CompletableFuture<>();
    pool.getConnection()
        .compose(connection -> read(connection, zone, requests, awaited))
        .onSuccess(awaited::complete)
        .onFailure(awaited::completeExceptionally);
    try {
      return awaited.orTimeout(snapshotTimeout.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof PgException sql
          && String.valueOf(sql.getSqlState()).startsWith(DATA_EXCEPTION)) {
        throw new UnreadableRowsException();
      }
      throw failed;
    }
  }

  /**
   * @param awaited is done when nobody waits any more: then no further statement is sent
   */
  private Future<List<List<List<@Nullable String>>>> read(
      SqlConnection connection, ZoneId zone, List<Request> requests, CompletableFuture<?> awaited) {
    if (awaited.isDone()) {
      return connection.close().mapEmpty();
    }
    List<List<List<@Nullable String>>> results = new ArrayList<>();
    return begin(connection, zone)
        .compose(_ -> run(connection, requests, results, awaited))
        .compose(_ -> connection.query("COMMIT").execute())
        .map(results)
        // A connection in an open or failed transaction must not go back to the pool.
        .onComplete(
            outcome -> {
              if (outcome.succeeded()) {
                connection.close();
              } else {
                connection.query("ROLLBACK").execute().onComplete(_ -> connection.close());
              }
            });
  }

  private Future<RowSet<Row>> begin(SqlConnection connection, ZoneId zone) {
    return connection
        .query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .execute()
        .compose(
            _ ->
                connection
                    .preparedQuery(
                        "select set_config('TimeZone', $1, true), set_config('DateStyle', 'ISO', true),"
                            + " set_config('statement_timeout', $2, true)")
                    .execute(Tuple.of(zone.getId(), Long.toString(statementTimeout.toMillis()))));
  }

  private static Future<?> run(
      SqlConnection connection,
      List<Request> requests,
      List<List<List<@Nullable String>>> results,
      CompletableFuture<?> awaited) {
    Future<?> last = Future.succeededFuture();
    for (Request request : requests) {
      last =
          last.compose(
              _ ->
                  awaited.isDone()
                      ? Future.failedFuture("nobody waits any more")
                      : connection
                          .preparedQuery(request.sql())
                          .execute(tuple(request))
                          .onSuccess(rows -> results.add(texts(rows))));
    }
    return last;
  }

  private static Tuple tuple(Request request) {
    Tuple tuple = Tuple.tuple();
    request.parameters().forEach(tuple::addValue);
    return tuple;
  }

  private static List<List<@Nullable String>> texts(RowSet<Row> rows) {
    List<List<@Nullable String>> texts = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<@Nullable String> columns = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        @Nullable Object value = row.getValue(i);
        columns.add(value == null ? null : value.toString());
      }
      texts.add(columns);
    }
    return texts;
  }
}
