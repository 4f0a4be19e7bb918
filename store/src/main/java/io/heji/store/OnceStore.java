package io.heji.store;

import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** {@link OnceRegister} in PostgreSQL: the primary key decides who was first. */
@ApplicationScoped
public class OnceStore implements OnceRegister {
  /**
   * Twice the clocks' difference beyond the expiry, since either clock may be the one that is off.
   */
  static final Duration KEPT_AFTER_EXPIRY = Limits.CLOCK_SKEW_MAX.multipliedBy(2);

  private static final String ACCEPT = accept("$1", "$2", "$3", "$4");

  private final Pool pool;

  public OnceStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public boolean isFirst(Kind kind, PartyId issuer, String jti, Instant expires) {
    return DatabaseStore.update(
            "accepting a message once",
            pool,
            ACCEPT,
            Tuple.of(kind.name(), issuer.value(), jti, keptUntil(expires)))
        == 1;
  }

  /**
   * The statement that inserts a row if the message is the first, also as a part of a greater one.
   *
   * @param kind its name as a parameter, such as {@code $1}; the others likewise
   * @param keptUntil of {@link #keptUntil}
   */
  public static String accept(String kind, String issuer, String jti, String keptUntil) {
    return "insert into message_once (kind, issuer, jti, expires) values (%s, %s, %s, %s)"
            .formatted(kind, issuer, jti, keptUntil)
        + " on conflict do nothing";
  }

  /** Until when the row of a message is kept. */
  public static OffsetDateTime keptUntil(Instant expires) {
    return expires.plus(KEPT_AFTER_EXPIRY).atOffset(ZoneOffset.UTC);
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
