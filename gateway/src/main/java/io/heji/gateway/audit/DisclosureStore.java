package io.heji.gateway.audit;

import io.heji.protocol.document.PartyId;
import io.heji.store.DatabaseStore;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** {@link DisclosureArchive} in PostgreSQL. */
@ApplicationScoped
public class DisclosureStore implements DisclosureArchive {
  private final Pool pool;

  public DisclosureStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Optional<String> find(PartyId bank, String jti, Instant notBefore) {
    for (Row row :
        DatabaseStore.rows(
            "finding a disclosure",
            pool,
            "select disclosure from disclosure where bank = $1 and jti = $2 and at >= $3",
            Tuple.of(bank.value(), jti, notBefore.atOffset(ZoneOffset.UTC)))) {
      return Optional.of(row.getString(0));
    }
    return Optional.empty();
  }

  @Override
  public int forgetBefore(Instant time) {
    return DatabaseStore.update(
        "forgetting old disclosures",
        pool,
        "delete from disclosure where at < $1",
        Tuple.of(time.atOffset(ZoneOffset.UTC)));
  }
}
