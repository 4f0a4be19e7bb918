package io.heji.gateway.audit;

import io.heji.crypto.Bytes;
import io.heji.protocol.problem.ProblemType;
import io.heji.store.DatabaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;

/** {@link DecisionLog} as a table whose triggers refuse change. */
@ApplicationScoped
public class DecisionLogStore implements DecisionLog {
  private final DatabaseStore database;

  public DecisionLogStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public void append(DecisionRecord record) {
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
    database.inTransaction("recording a decision", session -> session.persist(row));
  }
}
