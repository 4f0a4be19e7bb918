package io.heji.agent.index;

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
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  public CustomerIndexStore(Pool pool, SecretBytes localKey) {
    this.pool = pool;
    this.localKey = localKey;
  }

  @Override
  public void add(long epoch, List<Entry> entries) {
    List<Tuple> rows = new ArrayList<>();
    for (Entry entry : entries) {
      rows.add(Tuple.of(epoch, buffer(key(entry.token())), entry.reference()));
    }
    await(
        pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "insert into customer_index (epoch, token_key, customer_ref)"
                            + " values ($1, $2, $3) on conflict do nothing")
                    .executeBatch(rows)));
  }

  @Override
  public List<Set<String>> find(long epoch, List<Token> tokens) {
    List<Bytes> keys = tokens.stream().map(this::key).toList();
    Object parameter = keys.stream().map(CustomerIndexStore::buffer).toArray(Buffer[]::new);
    RowSet<Row> rows =
        await(
            pool.preparedQuery(
                    "select token_key, customer_ref from customer_index"
                        + " where epoch = $1 and token_key = any($2)")
                .execute(Tuple.of(epoch, parameter)));
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
        pool.preparedQuery(
                "insert into index_complete (epoch, as_of, customers, refused)"
                    + " values ($1, $2, $3, $4) on conflict (epoch) do nothing")
            .execute(
                Tuple.of(
                    epoch,
                    completed.asOf().atOffset(ZoneOffset.UTC),
                    completed.customers(),
                    completed.refused())));
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
    // First that it is complete, then its rows: a crash in between leaves rows that nobody reads.
    await(
        pool.preparedQuery("delete from index_complete where epoch < $1").execute(Tuple.of(epoch)));
    await(
        pool.preparedQuery("delete from customer_index where epoch < $1").execute(Tuple.of(epoch)));
  }

  private Bytes key(Token token) {
    return HmacSha256.of(localKey, token.secret());
  }

  private static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.toByteArray());
  }

  private static <T> T await(Future<T> work) {
    return DatabaseStore.await("the customer index", work, STATEMENT_TIMEOUT);
  }
}
