package io.heji.crypto.group;

/** An engine cannot be used on this machine; the message is the reason, for the operator. */
public final class EngineUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  EngineUnavailableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message. */
  public String reason() {
    return reason;
  }
}
