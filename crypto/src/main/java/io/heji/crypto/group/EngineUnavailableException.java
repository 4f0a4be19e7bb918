package io.heji.crypto.group;

/** An engine cannot be used on this machine; the message is the reason, for the operator. */
public final class EngineUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  EngineUnavailableException(String reason) {
    super(reason);
  }
}
