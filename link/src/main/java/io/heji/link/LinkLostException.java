package io.heji.link;

/**
 * There is no link to the gateway, or it was lost before the answer came. The call may or may not
 * have been worked on.
 */
public final class LinkLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinkLostException(String message) {
    super(message, null, false, false);
  }
}
