package io.heji.store;

import io.heji.crypto.Bytes;
import io.heji.policy.adoption.SerialMemory;
import io.heji.protocol.document.DocumentRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * {@link SerialMemory} in PostgreSQL. A lower serial never replaces a higher one, also not from a
 * replica that is behind.
 */
@ApplicationScoped
public class SerialMemoryStore implements SerialMemory {
  private final DatabaseStore database;

  public SerialMemoryStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public Optional<Remembered> newest(Kind kind) {
    return database.inTransaction(
        "reading the newest document",
        session ->
            session
                .find(NewestDocumentEntity.class, kind.name())
                .map(
                    row ->
                        Optional.ofNullable(row)
                            .map(
                                found ->
                                    new Remembered(
                                        new DocumentRef(found.serial, Bytes.copyOf(found.hash)),
                                        found.effective))));
  }

  @Override
  public void remember(Kind kind, Remembered document) {
    database.inTransaction(
        "remembering the newest document",
        session ->
            session
                .createNativeQuery(
                    "insert into newest_document (kind, serial, hash, effective) values (?1, ?2, ?3, ?4)"
                        + " on conflict (kind) do update set serial = excluded.serial,"
                        + " hash = excluded.hash, effective = excluded.effective"
                        + " where newest_document.serial <= excluded.serial")
                .setParameter(1, kind.name())
                .setParameter(2, document.ref().serial())
                .setParameter(3, document.ref().hash().toByteArray())
                .setParameter(4, document.effective().atOffset(ZoneOffset.UTC))
                .executeUpdate());
  }
}
