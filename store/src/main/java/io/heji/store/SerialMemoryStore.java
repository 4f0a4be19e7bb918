package io.heji.store;

import io.heji.crypto.Bytes;
import io.heji.policy.adoption.SerialMemory;
import io.heji.protocol.document.DocumentRef;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * {@link SerialMemory} in PostgreSQL. A lower serial never replaces a higher one, also not from a
 * replica that is behind.
 */
@ApplicationScoped
public class SerialMemoryStore implements SerialMemory {
  private final Pool pool;

  public SerialMemoryStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Optional<Remembered> newest(Kind kind) {
    for (Row row :
        DatabaseStore.rows(
            "reading the newest document",
            pool,
            "select serial, hash, effective, roster from newest_document where kind = $1",
            Tuple.of(kind.name()))) {
      return Optional.of(
          new Remembered(
              new DocumentRef(row.getLong(0), Bytes.copyOf(row.getBuffer(1).getBytes())),
              row.getOffsetDateTime(2).toInstant(),
              Optional.ofNullable(row.getString(3))));
    }
    return Optional.empty();
  }

  @Override
  public void remember(Kind kind, Remembered document) {
    DatabaseStore.update(
        "remembering the newest document",
        pool,
        "insert into newest_document (kind, serial, hash, effective, roster)"
            + " values ($1, $2, $3, $4, $5)"
            + " on conflict (kind) do update set serial = excluded.serial,"
            + " hash = excluded.hash, effective = excluded.effective, roster = excluded.roster"
            + " where newest_document.serial <= excluded.serial",
        Tuple.of(
            kind.name(),
            document.ref().serial(),
            Buffer.buffer(document.ref().hash().toByteArray()),
            document.effective().atOffset(ZoneOffset.UTC),
            document.roster().orElse(null)));
  }
}
