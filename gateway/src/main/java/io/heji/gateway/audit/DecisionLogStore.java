package io.heji.gateway.audit;

import io.heji.crypto.Bytes;
import io.heji.protocol.problem.ProblemType;
import io.heji.store.DatabaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * {@link DecisionLog} as a table whose triggers refuse change. Another keeps which queries have no
 * outcome yet, so that nobody need look through the whole log for them.
 */
@ApplicationScoped
public class DecisionLogStore implements DecisionLog {
  private final DatabaseStore database;

  public DecisionLogStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public void append(DecisionRecord record) {
    database.inTransaction("recording a decision", session -> session.persist(row(record)));
  }

  @Override
  public void appendAnswered(DecisionRecord record, String disclosure) {
    DisclosureEntity kept = new DisclosureEntity();
    kept.bank = record.bank().value();
    kept.jti = record.jti();
    kept.at = record.at();
    kept.disclosure = disclosure;
    database.inTransaction("recording an answer", session -> session.persistAll(row(record), kept));
  }

  @Override
  public int closeInterrupted(Instant before, Instant now) {
    return database.inTransaction(
        "closing interrupted queries",
        session ->
            session
                .createNativeQuery(
                    "insert into decision_log (kind, at, bank, jti, query_hash, outcome, problem, facts)"
                        + " select 'disclosure', ?1, d.bank, d.jti, d.query_hash, 'refused', ?2, d.facts"
                        // One whose outcome is being written now has one.
                        + " from open_query o join decision_log d on d.seq = o.seq"
                        + " where d.at < ?3 for update of o skip locked")
                .setParameter(1, now.atOffset(ZoneOffset.UTC))
                .setParameter(2, ProblemType.INTERRUPTED.slug())
                .setParameter(3, before.atOffset(ZoneOffset.UTC))
                .executeUpdate());
  }

  private static DecisionLogEntity row(DecisionRecord record) {
    DecisionLogEntity row = new DecisionLogEntity();
    row.kind = record.kind().name().toLowerCase(Locale.ROOT);
    row.at = record.at();
    row.bank = record.bank().value();
    row.jti = record.jti();
    row.queryHash = record.queryHash().toByteArray();
    row.outcome = record.outcome().name().toLowerCase(Locale.ROOT);
    row.problem = record.problem().map(ProblemType::slug).orElse(null);
    row.facts = record.facts();
    row.disclosureHash = record.disclosureHash().map(Bytes::toByteArray).orElse(null);
    return row;
  }
}
