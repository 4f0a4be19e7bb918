package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Token;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What somebody may try with a blob that is right for somebody else. */
class SealedTokensAttackTest {
  private static final String JTI = "01a0c450-6c00-7cbd-9972-575c393770ee";
  private static final PartyId PLATFORM = new PartyId("platform-a");
  private static final Bytes STATEMENT = Sha256.of(Bytes.ascii("statement"));

  private final Randomness randomness = new SplittableRandom(3)::nextBytes;
  private final X25519PrivateKey platform = X25519PrivateKey.generate(randomness);
  private final List<Token> tokens = List.of(Token.of(SecretBytes.random(32, randomness)));
  private final SecretBytes tagKey = SecretBytes.random(32, randomness);
  private final Bytes commitment = SealedTokens.commitment(tagKey, tokens);

  /**
   * ⚔ A bank that got hold of another bank's blob and commitment signs a query of its own over
   * them: it would learn totals of a person whose token it never had.
   */
  @Test
  @DisplayName("⚔ another bank's blob signed anew")
  void refusesTheBlobOfAnotherBankReSigned() throws Exception {
    Bytes blob = sealed(context("bank-north", JTI, PLATFORM, STATEMENT));

    assertThat(opened(blob, context("bank-north", JTI, PLATFORM, STATEMENT)).tokens()).hasSize(1);
    refuses(blob, context("bank-south", JTI, PLATFORM, STATEMENT));
  }

  /** ⚔ The same bank's blob under another query: an answer would be repeated under fresh masks. */
  @Test
  void refusesTheBlobOfAnEarlierQuery() throws Exception {
    Bytes blob = sealed(context("bank-north", JTI, PLATFORM, STATEMENT));

    refuses(
        blob, context("bank-north", "01a0c450-6c00-7cbd-9972-575c393770ef", PLATFORM, STATEMENT));
  }

  /** ⚔ A copied sealing key is useless: the blob is bound to the member and its very statement. */
  @Test
  void refusesABlobForAnotherMemberWithACopiedSealingKey() throws Exception {
    Bytes blob = sealed(context("bank-north", JTI, PLATFORM, STATEMENT));

    refuses(blob, context("bank-north", JTI, new PartyId("platform-b"), STATEMENT));
    refuses(blob, context("bank-north", JTI, PLATFORM, Sha256.of(Bytes.ascii("another"))));
  }

  private static SealingContext context(String bank, String jti, PartyId member, Bytes statement) {
    return new SealingContext(new PartyId(bank), jti, member, statement);
  }

  private Bytes sealed(SealingContext context) throws Exception {
    return new SealedTokens(tagKey, SecretBytes.random(32, randomness), tokens)
        .seal(context, platform.publicKey(), randomness);
  }

  private SealedTokens opened(Bytes blob, SealingContext context) throws RefusedException {
    return SealedTokens.open(blob, Sha256.of(blob), context, platform, tokens.size(), commitment);
  }

  private void refuses(Bytes blob, SealingContext context) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> opened(blob, context))
        .satisfies(
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.SEALED_TOKENS_INVALID));
  }
}
