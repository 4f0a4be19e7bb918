package io.heji.store;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** {@link QuotaLedger} in PostgreSQL: one statement counts and compares. */
@ApplicationScoped
public class QuotaStore implements QuotaLedger {
  private final Pool pool;

  public QuotaStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public boolean charge(String scope, long amount, long limit) {
    if (amount > limit) {
      return false;
    }
    int counted =
        DatabaseStore.update(
            "charging a quota",
            pool,
            "insert into quota_used (scope, used) values ($1, $2)"
                + " on conflict (scope) do update set used = quota_used.used + excluded.used"
                // Subtracted: a sum could leave the range.
                + " where quota_used.used <= $3 - excluded.used",
            Tuple.of(scope, amount, limit));
    return counted == 1;
  }

  @Override
  public long used(String scope) {
    for (Row row :
        DatabaseStore.rows(
            "reading a quota",
            pool,
            "select used from quota_used where scope = $1",
            Tuple.of(scope))) {
      return row.getLong(0);
    }
    return 0;
  }
}
