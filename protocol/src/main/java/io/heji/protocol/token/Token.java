package io.heji.protocol.token;

import io.heji.crypto.SecretBytes;

/**
 * What stands for one person in one epoch: 32 bytes that only all tokenisers together can compute.
 * Never printed.
 */
public final class Token {
  /** Bytes of a token. */
  public static final int SIZE_BYTES = 32;

  private final SecretBytes bytes;

  private Token(SecretBytes bytes) {
    this.bytes = bytes;
  }

  public static Token of(SecretBytes bytes) {
    if (bytes.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a token has " + SIZE_BYTES + " bytes, got " + bytes.size());
    }
    return new Token(bytes);
  }

  /** The content, still secret. */
  public SecretBytes secret() {
    return bytes;
  }

  @Override
  public String toString() {
    return "Token";
  }
}
