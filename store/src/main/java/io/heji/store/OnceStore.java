package io.heji.store;

import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** {@link OnceRegister} in PostgreSQL: the primary key decides who was first. */
@ApplicationScoped
public class OnceStore implements OnceRegister {
  /**
   * Twice the clocks' difference beyond the expiry, since either clock may be the one that is off.
   */
  static final Duration KEPT_AFTER_EXPIRY = Limits.CLOCK_SKEW_MAX.multipliedBy(2);

  private final Pool pool;

  public OnceStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public boolean isFirst(Kind kind, PartyId issuer, String jti, Instant expires) {
    int inserted =
        DatabaseStore.update(
            "accepting a message once",
            pool,
            "insert into message_once (kind, issuer, jti, expires)"
                + " values ($1, $2, $3, $4) on conflict do nothing",
            Tuple.of(
                kind.name(),
                issuer.value(),
                jti,
                expires.plus(KEPT_AFTER_EXPIRY).atOffset(ZoneOffset.UTC)));
    return inserted == 1;
  }

  /** Forgets messages that nobody accepts any more. */
  public int forgetExpired(Instant now) {
    return DatabaseStore.update(
        "forgetting expired messages",
        pool,
        "delete from message_once where expires < $1",
        Tuple.of(now.atOffset(ZoneOffset.UTC)));
  }
}
