package io.heji.gateway.identity;

import io.heji.gateway.GatewayLimits;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.jws.Validity;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.OnceRegister;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bank's access token (JWT, typ {@code bank-access+jwt}), in this order: form and exact
 * header, active bank, time, subject, audience, signature by its access key, once. Thread-safe.
 */
public final class AccessTokens {
  /** The JWT's type. */
  public static final String TYP = "bank-access+jwt";

  /**
   * In front of the token in the Authorization header (RFC 6750 section 2.1); the scheme's name is
   * compared without regard to case (RFC 9110 section 11.1).
   */
  private static final String BEARER = "Bearer ";

  private final AdoptedDocuments documents;
  private final OnceRegister once;
  private final InstantSource clock;

  public AccessTokens(AdoptedDocuments documents, OnceRegister once, InstantSource clock) {
    this.documents = documents;
    this.once = once;
    this.clock = clock;
  }

  /** The bank that the Authorization header speaks for. */
  public PartyId bank(@Nullable String authorization) throws RefusedException {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > GatewayLimits.AUTHORIZATION_LENGTH_MAX) {
      throw invalid("an access token is needed: Authorization: Bearer …");
    }
    String token = authorization.substring(BEARER.length());
    try {
      return accepted(token);
    } catch (RefusedException refused) {
      throw switch (refused.type()) {
        case MESSAGE_EXPIRED ->
            new RefusedException(ProblemType.ACCESS_TOKEN_EXPIRED, "the access token has expired");
        case MALFORMED_REQUEST, SIGNATURE_INVALID, UNKNOWN_PARTY ->
            invalid("the access token is not a bank's of this federation");
        default -> refused;
      };
    }
  }

  private PartyId accepted(String token) throws RefusedException {
    CompactJws jws = CompactJws.parse(token, TYP);
    Instant now = clock.instant();
    Federation federation = documents.require(now).federation();
    JsonObject claims = JsonObject.parse(jws.payload());
    Party bank = federation.activeParty(PartyId.read(claims, "iss"), Role.BANK);
    DirectoryKey key =
        bank.key(KeyUse.ACCESS).orElseThrow(() -> invalid("the bank has no access key"));
    String subject = claims.text("sub", Limits.ID_LENGTH_MAX);
    String audience = claims.text("aud", Limits.ID_LENGTH_MAX);
    Instant issuedAt = claims.instant("iat");
    Instant expires = claims.instant("exp");
    String jti = Jti.read(claims, "jti");
    claims.end();
    Validity.require(issuedAt, expires, now);
    if (!subject.equals(bank.id().value())
        || !audience.equals(federation.directory().federation())) {
      throw invalid("the access token is not about this bank in this federation");
    }
    jws.requireSignedBy(key.kid(), key.key());
    if (!once.isFirst(OnceRegister.Kind.ACCESS_TOKEN, bank.id(), jti, expires)) {
      throw new RefusedException(ProblemType.REPLAYED, "the access token was used before");
    }
    return bank.id();
  }

  private static RefusedException invalid(String why) {
    return new RefusedException(ProblemType.ACCESS_TOKEN_INVALID, why);
  }
}
