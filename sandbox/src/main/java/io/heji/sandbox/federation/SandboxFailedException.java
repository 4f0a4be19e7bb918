package io.heji.sandbox.federation;

/** The demo cannot go on; the message says why and what to do. */
public final class SandboxFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  public SandboxFailedException(String message) {
    super(message);
  }
}
