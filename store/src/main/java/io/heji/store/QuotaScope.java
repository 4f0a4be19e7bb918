package io.heji.store;

import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Names of quota scopes. */
public final class QuotaScope {
  private QuotaScope() {}

  /** A party in a day of the directory's time zone. */
  public static String ofDay(String what, PartyId party, Instant now, ZoneId zone) {
    return what + "/" + party.value() + "/" + LocalDate.ofInstant(now, zone);
  }

  /** A party in an epoch. */
  public static String ofEpoch(String what, PartyId party, long epoch) {
    return what + "/" + party.value() + "/epoch-" + epoch;
  }
}
