package io.heji.agent.index;

import io.heji.agent.AgentLimits;
import io.heji.crypto.Bytes;
import io.heji.crypto.HmacSha256;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.token.Token;
import io.heji.store.DatabaseStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link CustomerIndex} in the agent's own PostgreSQL. Keys are HMAC-SHA-256 of the token under a
 * key of this agent's own, so that a stolen index matches nobody else's and no token can be read
 * from it. Through the raw client, since whole books go in by batches.
 */
public final class CustomerIndexStore implements CustomerIndex {
  /** How long one statement or batch may take. */
  static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private final Pool pool;
  private final SecretBytes localKey;
  private final int erasedAtOnce;
  private final Duration statementTimeout;

  public CustomerIndexStore(Pool pool, SecretBytes localKey) {
    this(pool, localKey, AgentLimits.ERASED_AT_ONCE, STATEMENT_TIMEOUT);
  }

  CustomerIndexStore(Pool pool, SecretBytes localKey, int erasedAtOnce, Duration statementTimeout) {
    this.pool = pool;
    this.localKey = localKey;
    this.erasedAtOnce = erasedAtOnce;
    this.statementTimeout = statementTimeout;
  }

  @Override
  public void add(long epoch, List<Entry> entries, Reached reached) {
    await(
        pool.withTransaction(
            connection ->
                insert(connection, epoch, entries)
                    .compose(_ -> reach(connection, epoch, reached))));
  }

  /** A page in one statement: a thousand of one row each cost both sides more than the rows do. */
  private Future<?> insert(SqlConnection connection, long epoch, List<Entry> entries) {
    if (entries.isEmpty()) {
      return Future.succeededFuture();
    }
    Buffer[] keys = entries.stream().map(e -> buffer(key(e.token()))).toArray(Buffer[]::new);
    String[] references = entries.stream().map(Entry::reference).toArray(String[]::new);
    return connection
        .preparedQuery(
            "insert into customer_index (epoch, token_key, customer_ref)"
                + " select $1, token_key, customer_ref"
                + " from unnest($2::bytea[], $3::text[]) as page (token_key, customer_ref)"
                + " on conflict do nothing")
        .execute(Tuple.of(epoch, keys, references));
  }

  /** Never back: another replica may be further. When the reading began stays. */
  private static Future<?> reach(SqlConnection connection, long epoch, Reached reached) {
    return connection
        .preparedQuery(
            "insert into index_progress as p (epoch, as_of, reached_ref, customers, refused)"
                + " values ($1, $2, $3, $4, $5) on conflict (epoch) do update"
                + " set reached_ref = excluded.reached_ref, customers = excluded.customers,"
                + " refused = excluded.refused"
                + " where p.customers + p.refused <= excluded.customers + excluded.refused")
        .execute(
            Tuple.of(
                epoch,
                reached.asOf().atOffset(ZoneOffset.UTC),
                reached.reference(),
                reached.customers(),
                reached.refused()));
  }

  @Override
  public Optional<Reached> reached(long epoch) {
    RowSet<Row> rows =
        await(
            pool.preparedQuery(
                    "select as_of, reached_ref, customers, refused from index_progress"
                        + " where epoch = $1")
                .execute(Tuple.of(epoch)));
    for (Row row : rows) {
      Instant asOf = row.getOffsetDateTime(0).toInstant();
      return Optional.of(new Reached(asOf, row.getString(1), row.getLong(2), row.getLong(3)));
    }
    return Optional.empty();
  }

  @Override
  public List<Set<String>> find(long epoch, List<Token> tokens) {
    List<Bytes> keys = tokens.stream().map(this::key).toList();
    Object parameter = keys.stream().map(CustomerIndexStore::buffer).toArray(Buffer[]::new);
    RowSet<Row> rows =
        await(
            pool.preparedQuery(
                    "select token_key, customer_ref from (select token_key, customer_ref,"
                        + " row_number() over (partition by token_key order by customer_ref)"
                        + " as place from customer_index"
                        + " where epoch = $1 and token_key = any($2)) as found"
                        + " where place <= $3")
                .execute(Tuple.of(epoch, parameter, AgentLimits.REFERENCES_PER_PERSON_MAX + 1)));
    Map<Bytes, Set<String>> found = new HashMap<>();
    for (Row row : rows) {
      Bytes key = Bytes.copyOf(row.getBuffer(0).getBytes());
      found.computeIfAbsent(key, _ -> new HashSet<>()).add(row.getString(1));
    }
    return keys.stream().map(key -> found.getOrDefault(key, Set.of())).toList();
  }

  @Override
  public void complete(long epoch, Completed completed) {
    await(
        pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "insert into index_complete (epoch, as_of, customers, refused)"
                            + " values ($1, $2, $3, $4) on conflict (epoch) do nothing")
                    .execute(
                        Tuple.of(
                            epoch,
                            completed.asOf().atOffset(ZoneOffset.UTC),
                            completed.customers(),
                            completed.refused()))
                    .compose(
                        _ ->
                            connection
                                .preparedQuery("delete from index_progress where epoch = $1")
                                .execute(Tuple.of(epoch)))));
  }

  @Override
  public Optional<Completed> completed(long epoch) {
    RowSet<Row> rows =
        await(
            pool.preparedQuery(
                    "select as_of, customers, refused from index_complete where epoch = $1")
                .execute(Tuple.of(epoch)));
    for (Row row : rows) {
      OffsetDateTime asOf = row.getOffsetDateTime(0);
      return Optional.of(new Completed(asOf.toInstant(), row.getLong(1), row.getLong(2)));
    }
    return Optional.empty();
  }

  @Override
  public void forgetBefore(long epoch) {
    // First that it is complete or begun, then its rows: a crash in between leaves rows that nobody
    // reads, and that the next call erases.
    for (String table : List.of("index_complete", "index_progress")) {
      await(
          pool.preparedQuery("delete from " + table + " where epoch < $1")
              .execute(Tuple.of(epoch)));
    }
    Optional<Tuple> reached = Optional.of(Tuple.of(Long.MIN_VALUE, Buffer.buffer(), ""));
    while (reached.isPresent()) {
      reached = eraseBehind(epoch, reached.get());
    }
  }

  /**
   * Erases the rows that come next, in a transaction of their own. By the primary key and from
   * where the last ones ended: whoever began anew would pass over all that is dead already, every
   * time.
   *
   * @return where they ended, nothing when there were none
   */
  private Optional<Tuple> eraseBehind(long epoch, Tuple reached) {
    RowSet<Row> last =
        await(
            pool.preparedQuery(
                    "with page as materialized (select ctid as place, epoch, token_key,"
                        + " customer_ref from customer_index where epoch < $1"
                        + " and (epoch, token_key, customer_ref) > ($2, $3, $4)"
                        + " order by epoch, token_key, customer_ref limit $5),"
                        + " gone as (delete from customer_index"
                        + " where ctid = any (array(select place from page)))"
                        + " select epoch, token_key, customer_ref from page"
                        + " order by epoch desc, token_key desc, customer_ref desc limit 1")
                .execute(
                    Tuple.of(
                        epoch,
                        reached.getLong(0),
                        reached.getBuffer(1),
                        reached.getString(2),
                        erasedAtOnce)));
    for (Row row : last) {
      return Optional.of(Tuple.of(row.getLong(0), row.getBuffer(1), row.getString(2)));
    }
    return Optional.empty();
  }

  private Bytes key(Token token) {
    return HmacSha256.of(localKey, token.secret());
  }

  private static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.toByteArray());
  }

  private <T> T await(Future<T> work) {
    return DatabaseStore.await("the customer index", work, statementTimeout);
  }
}
