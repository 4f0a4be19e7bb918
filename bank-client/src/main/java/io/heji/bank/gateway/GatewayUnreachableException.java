package io.heji.bank.gateway;

/** Thrown when the gateway gave no answer, or one that is not of its API. */
public final class GatewayUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message says what happened, never what was sent. */
  public GatewayUnreachableException(String message) {
    super(message);
  }

  /** The same with the fault of the network below. */
  public GatewayUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
