package io.heji.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.gateway.played.PlayedQuery;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The signature itself is the JWT library's part, played here by our own ES256. */
final class AccessTokensTest {
  private static final Instant NOW = Instant.parse("2026-03-10T04:00:00Z");
  private static final String KID = PlayedQuery.BANK + "-access";

  private final PlayedQuery play = new PlayedQuery(NOW);
  private boolean signatureHolds = true;
  private AccessTokens tokens;

  @BeforeEach
  void start() throws RefusedException {
    MemoryStores stores = new MemoryStores();
    AdoptedDocuments documents = new AdoptedDocuments(play.pinned(), stores);
    documents.adopt(play.documents(), NOW);
    tokens = new AccessTokens(documents, stores, (token, key) -> signatureHolds, () -> NOW);
  }

  @Test
  void acceptsTokenOnce() throws RefusedException {
    String token = token(AccessTokens.TYP, KID, PlayedQuery.NAME, NOW);
    assertThat(tokens.bank("Bearer " + token)).isEqualTo(PlayedQuery.BANK);
    assertThat(refusal("Bearer " + token)).isEqualTo(ProblemType.REPLAYED);
  }

  @Test
  void refusesMissingAndOtherSchemes() {
    assertThat(refusal(null)).isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
    assertThat(refusal("Basic " + token(AccessTokens.TYP, KID, PlayedQuery.NAME, NOW)))
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }

  @Test
  void refusesAnotherTypeOfMessage() {
    assertThat(refusal("Bearer " + token("exposure-query+jwt", KID, PlayedQuery.NAME, NOW)))
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }

  @Test
  void refusesAlgorithmNone() {
    String[] parts = token(AccessTokens.TYP, KID, PlayedQuery.NAME, NOW).split("\\.", -1);
    ObjectNode header = Json.object();
    header.put("alg", "none").put("kid", KID).put("typ", AccessTokens.TYP);
    String none = Json.encode(header).base64Url() + "." + parts[1] + "." + parts[2];
    assertThat(refusal("Bearer " + none)).isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }

  @Test
  void refusesAnotherKeyIdAndSignatureThatDoesNotHold() {
    assertThat(
            refusal("Bearer " + token(AccessTokens.TYP, "bank-north-query", PlayedQuery.NAME, NOW)))
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
    signatureHolds = false;
    assertThat(refusal("Bearer " + token(AccessTokens.TYP, KID, PlayedQuery.NAME, NOW)))
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }

  @Test
  void refusesAnotherAudience() {
    assertThat(refusal("Bearer " + token(AccessTokens.TYP, KID, "elsewhere", NOW)))
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }

  @Test
  void refusesExpired() {
    String old = token(AccessTokens.TYP, KID, PlayedQuery.NAME, NOW.minusSeconds(90));
    assertThat(refusal("Bearer " + old)).isEqualTo(ProblemType.ACCESS_TOKEN_EXPIRED);
  }

  private ProblemType refusal(@org.jspecify.annotations.Nullable String authorization) {
    return catchThrowableOfType(RefusedException.class, () -> tokens.bank(authorization)).type();
  }

  private String token(String typ, String kid, String audience, Instant issued) {
    ObjectNode claims = Json.object();
    claims.put("iss", PlayedQuery.BANK.value()).put("sub", PlayedQuery.BANK.value());
    claims.put("aud", audience).put("iat", issued.getEpochSecond());
    claims.put("exp", issued.plusSeconds(60).getEpochSecond());
    claims.put("jti", Jti.next(NOW, play.randomness));
    Es256PrivateKey key = play.key(PlayedQuery.BANK, KeyUse.ACCESS);
    Bytes payload = Json.encode(claims);
    return CompactJws.sign(typ, kid, key, payload);
  }
}
