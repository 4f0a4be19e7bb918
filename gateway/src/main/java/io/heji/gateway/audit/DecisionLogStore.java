package io.heji.gateway.audit;

import io.heji.crypto.Bytes;
import io.heji.protocol.problem.ProblemType;
import io.heji.store.DatabaseStore;
import io.heji.store.OnceRegister;
import io.heji.store.OnceStore;
import io.heji.store.QuotaStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * {@link DecisionLog} as a table whose triggers refuse change. Another keeps which queries have no
 * outcome yet, so that nobody need look through the whole log for them.
 *
 * <p>Each call is one statement, which is its own transaction.
 */
@ApplicationScoped
public class DecisionLogStore implements DecisionLog {
  /** Followed by where its row comes from: the nine parameters of {@link #row}. */
  private static final String INSERT =
      "insert into decision_log"
          + " (kind, at, bank, jti, query_hash, outcome, problem, facts, disclosure_hash)"
          + " select $1, $2, $3, $4, $5, $6, $7, $8, $9";

  private static final String APPEND_ANSWERED =
      "with kept as (insert into disclosure (bank, jti, at, disclosure) values ($3, $4, $2, $10)) "
          + INSERT;

  /** One part after the other, each of what the one before returned. */
  private static final String ADMIT =
      "with accepted as ("
          + OnceStore.accept("$10", "$3", "$4", "$11")
          + " returning 1), charged as ("
          + QuotaStore.charge("$12", "$13", "$14", "accepted")
          + " returning 1), recorded as ("
          + INSERT
          + " from charged returning 1)"
          + " select exists (select from accepted), exists (select from charged),"
          + " exists (select from recorded)";

  private final Pool pool;

  public DecisionLogStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public void append(DecisionRecord record) {
    requireRecorded(DatabaseStore.update("recording a decision", pool, INSERT, row(record)) == 1);
  }

  @Override
  public Admission admit(DecisionRecord record, Instant expires, SubjectsCharge charge) {
    Tuple parameters =
        row(record)
            .addString(OnceRegister.Kind.EXPOSURE_QUERY.name())
            .addOffsetDateTime(OnceStore.keptUntil(expires))
            .addString(charge.scope())
            .addLong(charge.subjects())
            .addLong(charge.limit());
    Row done = DatabaseStore.rows("admitting a query", pool, ADMIT, parameters).iterator().next();
    if (!done.getBoolean(0)) {
      return Admission.REPLAYED;
    }
    if (!done.getBoolean(1)) {
      return Admission.QUOTA_EXCEEDED;
    }
    requireRecorded(done.getBoolean(2));
    return Admission.ADMITTED;
  }

  @Override
  public void appendAnswered(DecisionRecord record, String disclosure) {
    Tuple parameters = row(record).addString(disclosure);
    requireRecorded(
        DatabaseStore.update("recording an answer", pool, APPEND_ANSWERED, parameters) == 1);
  }

  @Override
  public int closeInterrupted(Instant before, Instant now) {
    return DatabaseStore.update(
        "closing interrupted queries",
        pool,
        "insert into decision_log (kind, at, bank, jti, query_hash, outcome, problem, facts)"
            + " select 'disclosure', $1, d.bank, d.jti, d.query_hash, 'refused', $2, d.facts"
            // One whose outcome is being written now has one.
            + " from open_query o join decision_log d on d.seq = o.seq"
            + " where d.at < $3 for update of o skip locked",
        Tuple.of(
            now.atOffset(ZoneOffset.UTC),
            ProblemType.INTERRUPTED.slug(),
            before.atOffset(ZoneOffset.UTC)));
  }

  /** A trigger of somebody else's could swallow a row, and no error would say so. */
  private static void requireRecorded(boolean recorded) {
    if (!recorded) {
      throw new IllegalStateException("the decision log took a record and kept none");
    }
  }

  private static Tuple row(DecisionRecord record) {
    return Tuple.tuple()
        .addString(record.kind().name().toLowerCase(Locale.ROOT))
        .addOffsetDateTime(record.at().atOffset(ZoneOffset.UTC))
        .addString(record.bank().value())
        .addString(record.jti())
        .addBuffer(buffer(record.queryHash()))
        .addString(record.outcome().name().toLowerCase(Locale.ROOT))
        .addString(record.problem().map(ProblemType::slug).orElse(null))
        .addString(record.facts())
        .addBuffer(record.disclosureHash().map(DecisionLogStore::buffer).orElse(null));
  }

  private static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.toByteArray());
  }
}
