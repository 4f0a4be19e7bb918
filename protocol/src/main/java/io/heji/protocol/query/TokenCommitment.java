package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.token.Token;
import java.security.MessageDigest;
import java.util.List;

/**
 * The hash in a query that binds all members to the same tokens in the same order, and to the same
 * tag key. Without it a bank could slip one platform another person's token, and read that
 * platform's part from the difference.
 */
final class TokenCommitment {
  /** protocol section 5, tokens. */
  private static final String LABEL = "heji/1/tokens";

  private TokenCommitment() {}

  static Bytes of(SecretBytes tagKey, List<Token> tokens) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(LengthPrefixed.ofAscii(LABEL).toByteArray());
    digest.update(tagKey.toByteArray(SecretAccess.granted()));
    for (Token token : tokens) {
      digest.update(token.secret().toByteArray(SecretAccess.granted()));
    }
    return Bytes.copyOf(digest.digest());
  }
}
