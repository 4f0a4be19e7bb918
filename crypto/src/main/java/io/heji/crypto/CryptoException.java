package io.heji.crypto;

/**
 * Something did not verify, open or decode. It says no reason on purpose and carries no cause:
 * reasons are what oracles are made of. Tests that need the reason read it where it arises.
 */
public final class CryptoException extends Exception {
  private static final long serialVersionUID = 1L;

  public CryptoException() {
    super("cryptographic check failed", null, false, true);
  }
}
