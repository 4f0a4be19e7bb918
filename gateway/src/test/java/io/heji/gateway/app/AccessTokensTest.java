package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.AccessTokens;
import io.heji.gateway.played.PlayedFederation;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens as banks make them. */
class AccessTokensTest {
  private final Instant start = Instant.parse("2026-11-23T08:00:00Z");
  private final PlayedFederation played = new PlayedFederation(start);
  private final MemoryStores stores = new MemoryStores();
  private final AdoptedDocuments documents = new AdoptedDocuments(played.pinned(), stores);
  private final AccessTokens tokens = new AccessTokens(documents, stores, () -> this.now);
  private Instant now = start;

  @BeforeEach
  void adopt() throws Exception {
    documents.adopt(played.documents(), start);
  }

  @Test
  void acceptsABanksTokenOnce() throws Exception {
    String jti = Jti.next(start, played.randomness());
    String token = played.accessToken(BANK, start, jti);

    assertThat(tokens.bank("Bearer " + token)).isEqualTo(BANK);
    refuses(ProblemType.REPLAYED, token);
    // Another bank's token of the same id is another token.
    assertThat(tokens.bank("Bearer " + played.accessToken(GROUP_BANK, start, jti)))
        .isEqualTo(GROUP_BANK);
  }

  @Test
  void aForgedTokenDoesNotUseUpTheBanksOwn() throws Exception {
    String token = played.accessToken(BANK, start);
    refuses(
        ProblemType.ACCESS_TOKEN_INVALID,
        token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86));

    assertThat(tokens.bank("Bearer " + token)).isEqualTo(BANK);
  }

  @Test
  void refusesWhatIsNoBearerToken() {
    String token = played.accessToken(BANK, start);
    refusesHeader(null);
    refusesHeader("");
    refusesHeader("Bearer");
    refusesHeader("Bearer ");
    refusesHeader(token);
    refusesHeader("Basic " + token);
    refusesHeader("bearer" + token);
    refusesHeader("bearer\t" + token);
    refusesHeader("Bearer  " + token);
    refusesHeader("Bearer " + token + ".");
    refusesHeader("Bearer " + token + "A".repeat(GatewayLimits.AUTHORIZATION_LENGTH_MAX));
  }

  /** RFC 9110 section 11.1: the name of an authentication scheme has no case. */
  @Test
  void takesTheSchemesNameInAnyCase() throws Exception {
    for (String scheme : new String[] {"bearer ", "BEARER ", "bEaReR "}) {
      assertThat(tokens.bank(scheme + played.accessToken(BANK, start))).isEqualTo(BANK);
    }
  }

  /** Blanks between the claims make the token longer and nothing else. */
  @Test
  void takesAHeaderUpToTheGreatestLengthAndNoneBeyond() throws Exception {
    int blanks = 0;
    String longest = "";
    String next = padded(blanks);
    while (next.length() <= GatewayLimits.AUTHORIZATION_LENGTH_MAX) {
      longest = next;
      next = padded(++blanks);
    }
    // No base64url text leaves one character over.
    assertThat(next.length() - longest.length()).isLessThanOrEqualTo(2);

    assertThat(tokens.bank(longest)).isEqualTo(BANK);
    refusesHeader(next);
  }

  private String padded(int blanks) {
    Bytes claims = Bytes.concat(Json.encode(claims()), Bytes.ascii(" ".repeat(blanks)));
    return "Bearer "
        + CompactJws.sign(
            "bank-access+jwt", kid(BANK, KeyUse.ACCESS), played.key(BANK, KeyUse.ACCESS), claims);
  }

  @Test
  void refusesAnotherHeader() {
    Es256PrivateKey key = played.key(BANK, KeyUse.ACCESS);
    Bytes claims = Json.encode(claims());
    String kid = kid(BANK, KeyUse.ACCESS);
    refuses(ProblemType.ACCESS_TOKEN_INVALID, CompactJws.sign("JWT", kid, key, claims));
    refuses(
        ProblemType.ACCESS_TOKEN_INVALID, CompactJws.sign("exposure-query+jwt", kid, key, claims));
    refuses(
        ProblemType.ACCESS_TOKEN_INVALID,
        CompactJws.sign("bank-access+jwt", kid(BANK, KeyUse.QUERY), key, claims));
    String unsigned =
        Bytes.ascii("{\"alg\":\"none\",\"kid\":\"" + kid + "\",\"typ\":\"bank-access+jwt\"}")
                .base64Url()
            + "."
            + claims.base64Url()
            + ".";
    refuses(ProblemType.ACCESS_TOKEN_INVALID, unsigned);
  }

  /**
   * ⚔ a key, or where to fetch one, from the token itself; an extension that must be understood.
   */
  @ParameterizedTest
  @ValueSource(strings = {"jku", "jwk", "x5u", "x5c", "x5t#S256", "crit", "b64", "zip", "cty"})
  void refusesAHeaderThatSaysMore(String name) {
    Es256PrivateKey own = Es256PrivateKey.generate(played.randomness());
    for (Es256PrivateKey key : List.of(own, played.key(BANK, KeyUse.ACCESS))) {
      ObjectNode header = Json.object();
      header.put("alg", "ES256").put("kid", kid(BANK, KeyUse.ACCESS)).put("typ", "bank-access+jwt");
      switch (name) {
        case "jwk" ->
            header
                .putObject(name)
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", key.publicKey().x().base64Url())
                .put("y", key.publicKey().y().base64Url());
        case "crit" -> header.putArray(name).add("b64");
        case "b64" -> header.put(name, true);
        default -> header.put(name, "https://keys.example/1");
      }
      refuses(ProblemType.ACCESS_TOKEN_INVALID, signed(header, key));
    }
  }

  /** ⚔ algorithm confusion: the public key as the secret of an HMAC, and every other family. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "ES384", "ES256K", "RS256", "PS256", "EdDSA"})
  void refusesAnyAlgorithmButOne(String algorithm) {
    ObjectNode header = Json.object();
    header.put("alg", algorithm).put("kid", kid(BANK, KeyUse.ACCESS)).put("typ", "bank-access+jwt");
    refuses(ProblemType.ACCESS_TOKEN_INVALID, signed(header, played.key(BANK, KeyUse.ACCESS)));
  }

  /** ⚔ malleated signature: n − s in the place of s is right too, and makes no second token. */
  @Test
  void aMalleatedSignatureIsNoSecondToken() throws Exception {
    String token = played.accessToken(BANK, start);

    assertThat(tokens.bank("Bearer " + token)).isEqualTo(BANK);

    refuses(ProblemType.REPLAYED, MalleatedJws.otherS(token));
  }

  /** ⚔ suffix id: compared whole, whichever end is longer. */
  @ParameterizedTest
  @ValueSource(strings = {"x-{}", "{}-x", "x{}", "{}x"})
  void comparesIdsWholeAndNeverBySuffix(String like) {
    String id = like.replace("{}", BANK.value());
    refusesClaims(claims -> claims.put("iss", id).put("sub", id));
    refusesClaims(claims -> claims.put("aud", like.replace("{}", PlayedFederation.NAME)));
  }

  private String signed(ObjectNode header, Es256PrivateKey key) {
    String input = Json.encode(header).base64Url() + "." + Json.encode(claims()).base64Url();
    return input + "." + key.sign(Bytes.ascii(input)).base64Url();
  }

  @Test
  void refusesAnotherKeyOfTheSameBank() {
    refuses(
        ProblemType.ACCESS_TOKEN_INVALID,
        CompactJws.sign(
            "bank-access+jwt",
            kid(BANK, KeyUse.ACCESS),
            played.key(BANK, KeyUse.QUERY),
            Json.encode(claims())));
  }

  @Test
  void refusesOtherClaims() {
    refusesClaims(claims -> claims.put("aud", "elsewhere"));
    refusesClaims(claims -> claims.put("sub", GROUP_BANK.value()));
    refusesClaims(claims -> claims.put("iss", GROUP_BANK.value()));
    refusesClaims(claims -> claims.put("iss", PLATFORMS.getFirst().value()));
    refusesClaims(claims -> claims.put("iss", "bank-nowhere"));
    refusesClaims(claims -> claims.put("jti", "1"));
    refusesClaims(claims -> claims.put("admin", true));
    refusesClaims(claims -> claims.put("exp", start.getEpochSecond() + 61));
    refusesClaims(claims -> claims.put("exp", Long.toString(start.getEpochSecond() + 60)));
    for (String claim : new String[] {"iss", "sub", "aud", "iat", "exp", "jti"}) {
      refusesClaims(claims -> claims.remove(claim));
    }
  }

  @Test
  void aTokenLastsItsMinuteAndTheClocksDifference() throws Exception {
    String first = played.accessToken(BANK, start);
    String second = played.accessToken(BANK, start);
    now = start.plusSeconds(89);
    assertThat(tokens.bank("Bearer " + first)).isEqualTo(BANK);
    now = start.plusSeconds(90);
    refuses(ProblemType.ACCESS_TOKEN_EXPIRED, second);
    now = start.minusSeconds(31);
    refuses(ProblemType.CLOCK_SKEW, second);
    now = start.minusSeconds(30);
    assertThat(tokens.bank("Bearer " + second)).isEqualTo(BANK);
  }

  @Test
  void refusesASuspendedBank() throws Exception {
    played.suspend(BANK);
    documents.adopt(played.documents(2, start, PLATFORMS), start);

    refuses(ProblemType.PARTY_SUSPENDED, played.accessToken(BANK, start));
  }

  @Test
  void refusesEverybodyBeforeItHasDocuments() {
    AccessTokens early =
        new AccessTokens(
            new AdoptedDocuments(played.pinned(), new MemoryStores()), stores, () -> start);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> early.bank("Bearer " + played.accessToken(BANK, start)))
        .extracting(RefusedException::type)
        .isEqualTo(ProblemType.TOO_BUSY);
  }

  private ObjectNode claims() {
    ObjectNode claims = Json.object();
    PartyId bank = BANK;
    claims.put("iss", bank.value()).put("sub", bank.value()).put("aud", PlayedFederation.NAME);
    claims.put("iat", start.getEpochSecond()).put("exp", start.getEpochSecond() + 60);
    return claims.put("jti", Jti.next(start, played.randomness()));
  }

  private void refusesClaims(Consumer<ObjectNode> change) {
    ObjectNode claims = claims();
    change.accept(claims);
    refuses(
        ProblemType.ACCESS_TOKEN_INVALID,
        CompactJws.sign(
            "bank-access+jwt",
            kid(BANK, KeyUse.ACCESS),
            played.key(BANK, KeyUse.ACCESS),
            Json.encode(claims)));
  }

  private void refuses(ProblemType expected, String token) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> tokens.bank("Bearer " + token))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  private void refusesHeader(@Nullable String authorization) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> tokens.bank(authorization))
        .extracting(RefusedException::type)
        .isEqualTo(ProblemType.ACCESS_TOKEN_INVALID);
  }
}
