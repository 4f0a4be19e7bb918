package io.heji.agent.contribution;

import io.heji.agent.AgentLimits;
import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.Pin;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.store.DatabaseStore;
import io.heji.store.StoreFailedException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * {@link AnsweredContributions} in PostgreSQL. One question of a company group is decided after the
 * other: in this process each waits for its turn before it takes a connection, between replicas an
 * advisory lock decides. The primary key of {@code answered} decides which of two answers is the
 * answer.
 */
public final class AnsweredStore implements AnsweredContributions {
  private final Pool pool;
  private final CompanyTurns turns = new CompanyTurns(AgentLimits.COMPANY_TURN_WAIT);

  public AnsweredStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Optional<Answered> find(PartyId issuer, String jti) {
    return find(pool, issuer, jti);
  }

  @Override
  public Answered answerOnce(Question question, Maker maker) throws RefusedException {
    // The turn first and the connection then, everywhere: who has a connection waits for no turn.
    try (CompanyTurns.Turn _ = turns.await(question.company())) {
      return answerInTurn(question, maker);
    }
  }

  private Answered answerInTurn(Question question, Maker maker) throws RefusedException {
    SqlConnection connection = connect();
    Future<Transaction> begun = connection.begin();
    boolean committed = false;
    try {
      Transaction transaction = await("beginning", begun);
      lock(connection, question.company());
      Optional<Answered> before = find(connection, question.issuer(), question.jti());
      Answered answer =
          before.isPresent() ? before.get() : makeAndStore(connection, question, maker);
      await("committing an answer", transaction.commit());
      committed = true;
      return answer;
    } finally {
      if (committed) {
        connection.close();
      } else {
        // A connection in an open transaction must not go back to the pool, nor one whose
        // transaction begins after this stopped waiting for it.
        begun.compose(Transaction::rollback).onComplete(_ -> connection.close());
      }
    }
  }

  private SqlConnection connect() {
    Future<SqlConnection> connection = pool.getConnection();
    try {
      return await("connecting", connection);
    } catch (StoreFailedException late) {
      // It stays in the pool's queue: what it gets in the end nobody else would give back.
      connection.onSuccess(SqlConnection::close);
      throw late;
    }
  }

  private static Answered makeAndStore(SqlConnection connection, Question question, Maker maker)
      throws RefusedException {
    Made made = maker.make(vetoedByGuard(connection, question));
    insert(connection, question, made);
    pin(connection, question, made.vetoed());
    return made.answer();
  }

  /** Until the end of the transaction nobody else decides a question of this company group. */
  private static void lock(SqlConnection connection, String company) {
    DatabaseStore.rows(
        "waiting for a replica's question before",
        connection,
        "select pg_advisory_xact_lock(hashtextextended($1, 0))",
        Tuple.of("heji/pins/" + company));
  }

  /** One statement for all subjects, the same whoever they are. */
  private static List<Boolean> vetoedByGuard(SqlConnection connection, Question question) {
    GuardTerms terms = question.terms();
    Instant since = GuardTerms.oldestThatCounts(terms.rule(), terms.now());
    Object names =
        question.persons().stream()
            .flatMap(person -> person.lookedUp().stream())
            .map(AnsweredStore::buffer)
            .toArray(Buffer[]::new);
    RowSet<Row> rows =
        DatabaseStore.rows(
            "looking up pins",
            connection,
            "select p.person_key, p.question, s.members, p.pinned_at, p.answered"
                + " from pin p join pinned_set s using (set_hash)"
                + " where p.person_key = any($1) and p.pinned_at >= $2",
            Tuple.of(names, since.atOffset(ZoneOffset.UTC)));
    Map<Bytes, Map<Bytes, Pin>> found = new HashMap<>();
    for (Row row : rows) {
      Pin pin =
          new Pin(
              SummedSet.members(row.getString(2)),
              row.getOffsetDateTime(3).toInstant(),
              row.getBoolean(4));
      found
          .computeIfAbsent(bytes(row.getBuffer(0)), _ -> new HashMap<>())
          .put(bytes(row.getBuffer(1)), pin);
    }
    return question.vetoedByGuard(found);
  }

  private static void pin(SqlConnection connection, Question question, List<Boolean> vetoed) {
    SortedSet<PartyId> set = question.terms().set();
    Buffer setHash = buffer(SummedSet.hash(set));
    DatabaseStore.update(
        "storing a set",
        connection,
        "insert into pinned_set (set_hash, members) values ($1, $2) on conflict do nothing",
        Tuple.of(setHash, SummedSet.joined(set)));
    List<Tuple> pins = new ArrayList<>();
    for (int subject = 0; subject < question.persons().size(); subject++) {
      Question.Person person = question.persons().get(subject);
      for (Bytes name : person.written()) {
        pins.add(
            Tuple.of(
                buffer(name),
                buffer(person.question()),
                setHash,
                question.terms().now().atOffset(ZoneOffset.UTC),
                !vetoed.get(subject)));
      }
    }
    await(
        "storing pins",
        connection
            .preparedQuery(
                "insert into pin (person_key, question, set_hash, pinned_at, answered)"
                    + " values ($1, $2, $3, $4, $5) on conflict do nothing")
            .executeBatch(pins));
  }

  private static Optional<Answered> find(SqlClient client, PartyId issuer, String jti) {
    RowSet<Row> rows =
        DatabaseStore.rows(
            "finding an answer",
            client,
            "select query_hash, set_hash, lanes, data_as_of, index_as_of, signature"
                + " from answered where issuer = $1 and jti = $2",
            Tuple.of(issuer.value(), jti));
    for (Row row : rows) {
      return Optional.of(
          new Answered(
              issuer, jti, bytes(row.getBuffer(0)), bytes(row.getBuffer(1)), contribution(row)));
    }
    return Optional.empty();
  }

  /** None where its lanes are forgotten. */
  private static Optional<Contribution> contribution(Row row) {
    return row.getBuffer(2) == null
        ? Optional.empty()
        : Optional.of(
            new Contribution(
                bytes(row.getBuffer(2)), row.getLong(3), row.getLong(4), bytes(row.getBuffer(5))));
  }

  private static void insert(SqlConnection connection, Question question, Made made) {
    Answered answered = made.answer();
    Contribution contribution =
        answered
            .contribution()
            .orElseThrow(() -> new IllegalStateException("bug: an answer without lanes is made"));
    Federation federation = question.terms().federation();
    Tuple row = Tuple.tuple();
    row.addString(answered.issuer().value()).addString(answered.jti());
    row.addBuffer(buffer(answered.queryHash())).addBuffer(buffer(answered.setHash()));
    row.addBuffer(buffer(contribution.lanes()));
    row.addLong(contribution.dataAsOf()).addLong(contribution.indexAsOf());
    row.addBuffer(buffer(contribution.signature()));
    row.addOffsetDateTime(question.terms().now().atOffset(ZoneOffset.UTC));
    row.addOffsetDateTime(question.expires().atOffset(ZoneOffset.UTC));
    row.addLong(federation.directoryRef().serial());
    row.addLong(federation.policyRef().serial());
    row.addLong(federation.rosterRef().serial());
    DatabaseStore.update(
        "storing an answer",
        connection,
        "insert into answered (issuer, jti, query_hash, set_hash, lanes, data_as_of,"
            + " index_as_of, signature, answered_at, expires, directory_serial, policy_serial,"
            + " roster_serial) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        row);
  }

  @Override
  public Optional<Instant> newest() {
    for (Row row :
        DatabaseStore.rows(
            "finding the newest answer",
            pool,
            "select answered_at from answered order by answered_at desc limit 1",
            Tuple.tuple())) {
      return Optional.of(row.getOffsetDateTime(0).toInstant());
    }
    return Optional.empty();
  }

  @Override
  public void forgetLanes(Instant expiredBefore) {
    forget(
        "forgetting lanes",
        "update answered set lanes = null, signature = null"
            + " where expires < $1 and lanes is not null",
        expiredBefore);
  }

  @Override
  public void forgetRecordsBefore(Instant time) {
    forget("forgetting records", "delete from answered where answered_at < $1", time);
  }

  @Override
  public void forgetPinsBefore(Instant time) {
    forget("forgetting pins", "delete from pin where pinned_at < $1", time);
    // A question that pins to the set just now wins or is refused `too-busy`: the foreign key sees
    // to it that no pin is without its set.
    DatabaseStore.update(
        "forgetting sets",
        pool,
        "delete from pinned_set s where not exists"
            + " (select 1 from pin p where p.set_hash = s.set_hash)",
        Tuple.tuple());
  }

  private void forget(String what, String sql, Instant time) {
    DatabaseStore.update(what, pool, sql, Tuple.of(time.atOffset(ZoneOffset.UTC)));
  }

  private static <T> T await(String what, Future<T> work) {
    return DatabaseStore.await(what, work, DatabaseStore.TRANSACTION_TIMEOUT);
  }

  private static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.toByteArray());
  }

  private static Bytes bytes(Buffer buffer) {
    return Bytes.copyOf(buffer.getBytes());
  }
}
