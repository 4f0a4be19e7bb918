package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.crypto.hpke.Hpke;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Token;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a bank seals to one member: {@code 0x01 ‖ tag key (32) ‖ pad seed (32) ‖ tokens (32 each)},
 * as {@code enc ‖ ct} of HPKE.
 *
 * @param tagKey the same for all members
 * @param padSeed the member's own
 * @param tokens in the order of the subjects, all different
 */
public record SealedTokens(SecretBytes tagKey, SecretBytes padSeed, List<Token> tokens) {
  /** protocol section 5: the ASCII bytes alone, without a length. */
  private static final Bytes INFO = Bytes.ascii("heji/1/seal");

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + Tags.KEY_BYTES + Pads.SEED_BYTES;

  public SealedTokens {
    tokens = List.copyOf(tokens);
  }

  /** The {@code tokens} of a query. */
  public static Bytes commitment(SecretBytes tagKey, List<Token> tokens) {
    return TokenCommitment.of(tagKey, tokens);
  }

  /** {@code enc ‖ ct}. */
  public Bytes seal(SealingContext context, X25519PublicKey recipient, Randomness randomness)
      throws CryptoException {
    ByteBuffer payload = ByteBuffer.allocate(HEADER_BYTES + tokens.size() * Token.SIZE_BYTES);
    payload.put(VERSION);
    payload.put(tagKey.toByteArray(SecretAccess.granted()));
    payload.put(padSeed.toByteArray(SecretAccess.granted()));
    for (Token token : tokens) {
      payload.put(token.secret().toByteArray(SecretAccess.granted()));
    }
    SecretBytes plaintext = SecretBytes.copyOf(payload.array());
    return Hpke.seal(recipient, INFO, context.aad(), plaintext, randomness);
  }

  /**
   * Opens a blob and checks, in this order: the hash that the query names, the sealing, version,
   * length, commitment, that all tokens differ.
   *
   * @param blob as the gateway relayed it
   * @param blobHash what the query names for this member
   * @param subjects how many the query says
   * @param commitment what the query commits to
   */
  public static SealedTokens open(
      Bytes blob,
      Bytes blobHash,
      SealingContext context,
      X25519PrivateKey recipient,
      int subjects,
      Bytes commitment)
      throws RefusedException {
    return openUnder(blob, blobHash, context.aad(), recipient, subjects, commitment);
  }

  /** The same under an aad as the vectors give it. */
  static SealedTokens openUnder(
      Bytes blob,
      Bytes blobHash,
      Bytes aad,
      X25519PrivateKey recipient,
      int subjects,
      Bytes commitment)
      throws RefusedException {
    if (!Sha256.of(blob).equals(blobHash)) {
      throw new RefusedException(
          ProblemType.BLOB_MISMATCH, "the sealed tokens are not those that the query names");
    }
    SealedTokens opened = parse(unsealed(blob, aad, recipient), subjects);
    if (!TokenCommitment.of(opened.tagKey, opened.tokens).equals(commitment)) {
      throw refused("the sealed tokens are not those that the query commits to");
    }
    Set<Bytes> distinct = new HashSet<>();
    for (Token token : opened.tokens) {
      // Hashed, so that no token stands in a value that prints itself.
      Bytes digest = Sha256.of(Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted())));
      if (!distinct.add(digest)) {
        throw refused("a sealed token appears twice");
      }
    }
    return opened;
  }

  private static SecretBytes unsealed(Bytes blob, Bytes aad, X25519PrivateKey recipient)
      throws RefusedException {
    try {
      return Hpke.open(recipient, INFO, aad, blob);
    } catch (CryptoException refused) {
      throw refused("the sealed tokens do not open");
    }
  }

  private static SealedTokens parse(SecretBytes payload, int subjects) throws RefusedException {
    ByteBuffer buffer = ByteBuffer.wrap(payload.toByteArray(SecretAccess.granted()));
    if (!buffer.hasRemaining() || buffer.get() != VERSION) {
      throw refused("the sealed tokens are of another version");
    }
    if (payload.size() != HEADER_BYTES + subjects * Token.SIZE_BYTES) {
      throw refused("the sealed tokens have another length than the query says");
    }
    SecretBytes tagKey = next(buffer, Tags.KEY_BYTES);
    SecretBytes padSeed = next(buffer, Pads.SEED_BYTES);
    List<Token> tokens = new ArrayList<>(subjects);
    while (buffer.hasRemaining()) {
      tokens.add(Token.of(next(buffer, Token.SIZE_BYTES)));
    }
    return new SealedTokens(tagKey, padSeed, tokens);
  }

  private static SecretBytes next(ByteBuffer buffer, int size) {
    byte[] bytes = new byte[size];
    buffer.get(bytes);
    return SecretBytes.copyOf(bytes);
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ProblemType.SEALED_TOKENS_INVALID, why);
  }
}
