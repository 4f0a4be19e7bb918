package io.heji.store;

import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/** {@link QuotaLedger} in PostgreSQL: one statement counts and compares. */
@ApplicationScoped
public class QuotaStore implements QuotaLedger {
  private final DatabaseStore database;

  public QuotaStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public boolean charge(String scope, long amount, long limit) {
    if (amount > limit) {
      return false;
    }
    int counted =
        database.inTransaction(
            "charging a quota",
            session ->
                session
                    .createNativeQuery(
                        "insert into quota_used (scope, used) values (?1, ?2)"
                            + " on conflict (scope) do update set used = quota_used.used + excluded.used"
                            + " where quota_used.used + excluded.used <= ?3")
                    .setParameter(1, scope)
                    .setParameter(2, amount)
                    .setParameter(3, limit)
                    .executeUpdate());
    return counted == 1;
  }

  @Override
  public long used(String scope) {
    return database.inTransaction(
        "reading a quota",
        session ->
            session
                .createNativeQuery("select used from quota_used where scope = ?1", Long.class)
                .setParameter(1, scope)
                .getSingleResultOrNull()
                .map(used -> used == null ? 0L : used));
  }
}
