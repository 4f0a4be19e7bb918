package io.heji.store;

/**
 * The database did not do what was asked, or did not say that it did. Carries no statement and no
 * values.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailedException(String what, Throwable cause) {
    super(what + " failed: " + cause.getClass().getSimpleName(), null, false, true);
  }
}
