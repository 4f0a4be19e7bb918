package io.heji.crypto.libcrypto;

/** libcrypto cannot be used on this machine; the message is the reason, for the operator. */
public final class LibcryptoUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public LibcryptoUnavailableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message. */
  public String reason() {
    return reason;
  }
}
