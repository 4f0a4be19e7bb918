package io.heji.agent.source;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@link PlatformTables} through the Vert.x PostgreSQL client, one REPEATABLE READ READ ONLY
 * transaction a call.
 */
final class PlatformTablesStore implements PlatformTables {
  /** How long one snapshot may take before the question is refused. */
  static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(10);

  private final Pool pool;

  PlatformTablesStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public List<List<List<@Nullable String>>> inOneSnapshot(ZoneId zone, List<Request> requests) {
    List<List<List<@Nullable String>>> results = new ArrayList<>();
    return pool.getConnection()
        .compose(
            connection ->
                begin(connection, zone)
                    .compose(_ -> run(connection, requests, results))
                    .compose(_ -> connection.query("COMMIT").execute())
                    .map(results)
                    // A connection in an open or failed transaction must not go back to the pool.
                    .onComplete(
                        outcome -> {
                          if (outcome.succeeded()) {
                            connection.close();
                          } else {
                            connection
                                .query("ROLLBACK")
                                .execute()
                                .onComplete(_ -> connection.close());
                          }
                        }))
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SNAPSHOT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static Future<RowSet<Row>> begin(SqlConnection connection, ZoneId zone) {
    return connection
        .query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .execute()
        .compose(
            _ ->
                connection
                    .preparedQuery(
                        "select set_config('TimeZone', $1, true), set_config('DateStyle', 'ISO', true)")
                    .execute(Tuple.of(zone.getId())));
  }

  private static Future<?> run(
      SqlConnection connection,
      List<Request> requests,
      List<List<List<@Nullable String>>> results) {
    Future<?> last = Future.succeededFuture();
    for (Request request : requests) {
      last =
          last.compose(
              _ ->
                  connection
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
