package io.heji.store;

import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;

/** {@link OnceRegister} in PostgreSQL: the primary key decides who was first. */
@ApplicationScoped
public class OnceStore implements OnceRegister {
  /**
   * Twice the clocks' difference beyond the expiry, since either clock may be the one that is off.
   */
  private static final Duration KEPT_AFTER_EXPIRY = Limits.CLOCK_SKEW_MAX.multipliedBy(2);

  private final DatabaseStore database;

  public OnceStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public boolean isFirst(Kind kind, PartyId issuer, String jti, Instant expires) {
    int inserted =
        database.inTransaction(
            "accepting a message once",
            session ->
                session
                    .createNativeQuery(
                        "insert into message_once (kind, issuer, jti, expires)"
                            + " values (?1, ?2, ?3, ?4) on conflict do nothing")
                    .setParameter(1, kind.name())
                    .setParameter(2, issuer.value())
                    .setParameter(3, jti)
                    .setParameter(4, expires.plus(KEPT_AFTER_EXPIRY).atOffset(ZoneOffset.UTC))
                    .executeUpdate());
    return inserted == 1;
  }

  /** Forgets messages that nobody accepts any more. */
  public int forgetExpired(Instant now) {
    return database.inTransaction(
        "forgetting expired messages",
        session ->
            session
                .createNativeQuery("delete from message_once where expires < ?1")
                .setParameter(1, now.atOffset(ZoneOffset.UTC))
                .executeUpdate());
  }
}
