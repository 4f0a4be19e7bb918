package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.protocol.Vectors;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Sealed tokens as an independent implementation sealed them, and every blob that an agent must
 * refuse: junk slot and confederate slot among them.
 */
class SealedTokensVectorTest {
  private static final JsonNode FILE = Vectors.read("heji-v1-seal.json");

  @TestFactory
  List<DynamicTest> sealsAndOpensTheIndependentBlobs() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("cases")
        .forEach(c -> tests.add(DynamicTest.dynamicTest(c.path("name").asText(), () -> check(c))));
    assertThat(tests).hasSize(4);
    return tests;
  }

  private static void check(JsonNode vector) throws CryptoException, RefusedException {
    SealingContext context =
        new SealingContext(
            new PartyId(vector.path("iss").asText()),
            vector.path("jti").asText(),
            new PartyId(vector.path("member").asText()),
            Vectors.hex(vector.path("key_statement_hash")));
    assertThat(context.aad()).isEqualTo(Vectors.hex(vector.path("aad")));
    List<Token> tokens = new ArrayList<>();
    vector.path("tokens").forEach(token -> tokens.add(Token.of(Vectors.secret(token))));
    SecretBytes tagKey = Vectors.secret(vector.path("tag_key"));
    Bytes commitment = SealedTokens.commitment(tagKey, tokens);
    assertThat(commitment).isEqualTo(Vectors.hex(vector.path("commitment")));

    Bytes blob =
        new SealedTokens(tagKey, Vectors.secret(vector.path("pad_seed")), tokens)
            .seal(
                context,
                X25519PublicKey.of(Vectors.hex(vector.path("sealing_public_key"))),
                Vectors.feeding(List.of(Vectors.hex(vector.path("ephemeral_private_key")))));
    assertThat(blob).isEqualTo(Vectors.hex(vector.path("blob")));

    SealedTokens opened =
        SealedTokens.open(
            blob,
            Vectors.hex(vector.path("blob_hash")),
            context,
            X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("sealing_private_key"))),
            tokens.size(),
            commitment);
    assertThat(plain(opened.tagKey())).isEqualTo(Vectors.hex(vector.path("tag_key")));
    assertThat(plain(opened.padSeed())).isEqualTo(Vectors.hex(vector.path("pad_seed")));
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(plain(opened.tokens().get(i).secret()))
          .isEqualTo(Vectors.hex(vector.path("tokens").get(i)));
    }
  }

  @TestFactory
  List<DynamicTest> refusesEveryBlobThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("must_refuse")
        .forEach(
            vector ->
                tests.add(
                    DynamicTest.dynamicTest(
                        vector.path("name").asText(), () -> checkRefused(vector))));
    assertThat(tests).hasSize(29);
    return tests;
  }

  private static void checkRefused(JsonNode vector) throws CryptoException {
    X25519PrivateKey recipient =
        X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("sealing_private_key")));

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                SealedTokens.openUnder(
                    Vectors.hex(vector.path("blob")),
                    Vectors.hex(vector.path("blob_hash")),
                    Vectors.hex(vector.path("aad")),
                    recipient,
                    vector.path("n").asInt(),
                    Vectors.hex(vector.path("commitment"))));

    assertThat(refused).isNotNull();
    assertThat(refused.type()).isEqualTo(problem(vector));
    // The reason that comes first in the order of checks is the one that is told to tests and logs.
    assertThat(refused.detail()).contains(saying(vector.path("reason").asText()));
  }

  /** What a refused blob is refused as. */
  static ProblemType problem(JsonNode vector) {
    return vector.path("reason").asText().equals("blob-hash")
        ? ProblemType.BLOB_MISMATCH
        : ProblemType.SEALED_TOKENS_INVALID;
  }

  private static String saying(String reason) {
    return switch (reason) {
      case "blob-hash" -> "not those that the query names";
      case "open", "zero-secret" -> "do not open";
      case "length" -> "";
      case "version" -> "another version";
      case "commitment" -> "commits to";
      case "duplicate-token" -> "appears twice";
      default -> throw new AssertionError("unknown reason " + reason);
    };
  }

  private static Bytes plain(SecretBytes secret) {
    return Bytes.of(secret.toByteArray(SecretAccess.granted()));
  }
}
