package io.heji.agent.contribution;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.Contribution;
import io.heji.store.DatabaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * {@link AnsweredContributions} in PostgreSQL: the primary key decides which of two replicas
 * answered.
 */
@ApplicationScoped
public class AnsweredStore implements AnsweredContributions {
  private final DatabaseStore database;

  public AnsweredStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public Optional<Answered> find(PartyId issuer, String jti) {
    return database
        .inTransaction(
            "finding an answer",
            session ->
                session
                    .find(AnsweredEntity.class, new AnsweredEntity.Key(issuer.value(), jti))
                    .map(Optional::ofNullable))
        .map(AnsweredStore::answered);
  }

  private static Answered answered(AnsweredEntity row) {
    return new Answered(
        new PartyId(row.issuer),
        row.jti,
        Bytes.copyOf(row.queryHash),
        Bytes.copyOf(row.setHash),
        new Contribution(
            Bytes.copyOf(row.lanes), row.dataAsOf, row.indexAsOf, Bytes.copyOf(row.signature)));
  }

  @Override
  public boolean store(Answered answered, Instant at) {
    Contribution contribution = answered.contribution();
    int stored =
        database.inTransaction(
            "storing an answer",
            session ->
                session
                    .createNativeQuery(
                        "insert into answered (issuer, jti, query_hash, set_hash, lanes, data_as_of,"
                            + " index_as_of, signature, answered_at)"
                            + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) on conflict do nothing")
                    .setParameter(1, answered.issuer().value())
                    .setParameter(2, answered.jti())
                    .setParameter(3, answered.queryHash().toByteArray())
                    .setParameter(4, answered.setHash().toByteArray())
                    .setParameter(5, contribution.lanes().toByteArray())
                    .setParameter(6, contribution.dataAsOf())
                    .setParameter(7, contribution.indexAsOf())
                    .setParameter(8, contribution.signature().toByteArray())
                    .setParameter(9, at.atOffset(ZoneOffset.UTC))
                    .executeUpdate());
    return stored == 1;
  }
}
