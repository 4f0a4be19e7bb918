package io.heji.gateway.app;

import io.heji.gateway.identity.AccessTokens;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.interfaces.ECPublicKey;

/** Verifies access tokens with SmallRye JWT, ES256 only. */
final class SmallRyeTokenVerifier implements AccessTokens.Verifier {
  private final JWTParser parser;

  SmallRyeTokenVerifier(JWTParser parser) {
    this.parser = parser;
  }

  @Override
  public boolean verifies(String token, ECPublicKey key) {
    try {
      parser.verify(token, key);
      return true;
    } catch (ParseException refused) {
      return false;
    }
  }
}
