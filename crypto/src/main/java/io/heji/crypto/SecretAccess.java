package io.heji.crypto;

/**
 * Permission to read the bytes of a secret. It protects nothing at run time: it makes every reader
 * of a secret write {@code SecretAccess.granted()}, so that one search lists them all for a review.
 */
public final class SecretAccess {
  private static final SecretAccess GRANTED = new SecretAccess();

  private SecretAccess() {}

  public static SecretAccess granted() {
    return GRANTED;
  }
}
