package io.heji.store;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;

/** {@link QuotaLedger} in PostgreSQL: one statement counts and compares. */
@ApplicationScoped
public class QuotaStore implements QuotaLedger {
  /** Beyond the end of the day, whatever the time zone and whoever's clock is off. */
  static final Duration KEPT_AFTER_DAY = Duration.ofDays(2);

  private static final String CHARGE = charge("$1", "$2", "$3", "");

  private final Pool pool;

  public QuotaStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public boolean charge(String scope, long amount, long limit) {
    return DatabaseStore.update("charging a quota", pool, CHARGE, Tuple.of(scope, amount, limit))
        == 1;
  }

  /**
   * The statement that changes a row if the amount is within the limit, also as a part of a greater
   * one.
   *
   * @param scope its name as a parameter, such as {@code $1}; the others likewise
   * @param source a part before this one: nothing is charged if it has no row; empty for none
   */
  public static String charge(String scope, String amount, String limit, String source) {
    // Subtracted: a sum could leave the range.
    return """
        insert into quota_used (scope, used)
          select %1$s, %2$s::bigint %4$s where %2$s::bigint <= %3$s::bigint
          on conflict (scope) do update set used = quota_used.used + excluded.used
            where quota_used.used <= %3$s::bigint - excluded.used"""
        .formatted(scope, amount, limit, source.isEmpty() ? "" : "from " + source);
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

  /**
   * Forgets what was used on days and in epochs that have ended, by the names that {@link
   * QuotaScope} gives. Of no epoch where none is known to be in use.
   *
   * @return how many were forgotten
   */
  public int forgetEnded(Instant now, SortedSet<Long> epochsInUse) {
    LocalDate firstKept = LocalDate.ofInstant(now.minus(KEPT_AFTER_DAY), ZoneOffset.UTC);
    int forgotten =
        DatabaseStore.update(
            "forgetting quotas of days",
            pool,
            "delete from quota_used"
                + " where substring(scope from '/([0-9]{4}-[0-9]{2}-[0-9]{2})$')::date < $1",
            Tuple.of(firstKept));
    if (!epochsInUse.isEmpty()) {
      forgotten +=
          DatabaseStore.update(
              "forgetting quotas of epochs",
              pool,
              "delete from quota_used"
                  + " where substring(scope from '/epoch-([0-9]{1,18})$')::bigint < $1",
              Tuple.of(epochsInUse.first()));
    }
    return forgotten;
  }
}
