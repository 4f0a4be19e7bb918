package io.heji.gateway.audit;

import io.heji.protocol.document.PartyId;
import io.heji.store.DatabaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** {@link DisclosureArchive} in PostgreSQL. */
@ApplicationScoped
public class DisclosureStore implements DisclosureArchive {
  private final DatabaseStore database;

  public DisclosureStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public Optional<String> find(PartyId bank, String jti, Instant notBefore) {
    return database
        .inTransaction(
            "finding a disclosure",
            session ->
                session
                    .find(DisclosureEntity.class, new DisclosureEntity.Key(bank.value(), jti))
                    .map(Optional::ofNullable))
        .filter(row -> !row.at.isBefore(notBefore))
        .map(row -> row.disclosure);
  }

  @Override
  public int forgetBefore(Instant time) {
    return database.inTransaction(
        "forgetting old disclosures",
        session ->
            session
                .createNativeQuery("delete from disclosure where at < ?1")
                .setParameter(1, time.atOffset(ZoneOffset.UTC))
                .executeUpdate());
  }
}
