package io.heji.bank;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.profile.BankKeys;
import io.heji.crypto.Randomness;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Party;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes the bearer token of one call to the gateway, signed with the bank's access key (protocol
 * §5, order of work 1). Each is accepted once.
 */
final class AccessTokens {
  private static final String TYP = "bank-access+jwt";

  private final BankKeys keys;
  private final InstantSource clock;
  private final Randomness randomness;

  AccessTokens(BankKeys keys, InstantSource clock, Randomness randomness) {
    this.keys = keys;
    this.clock = clock;
    this.randomness = randomness;
  }

  String fresh(Party bank, String federation) throws RefusedException {
    Instant now = clock.instant();
    ObjectNode claims = Json.object();
    claims.put("iss", bank.id().value()).put("sub", bank.id().value());
    claims.put("aud", federation);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(Limits.MESSAGE_LIFETIME_MAX).getEpochSecond());
    claims.put("jti", Jti.next(now, randomness));
    return CompactJws.sign(TYP, keys.accessKid(bank), keys.access(), Json.encode(claims));
  }
}
