package io.heji.store;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/**
 * The database did not do what was asked, or did not say that it did. Carries no statement and no
 * values: of the cause only its class and, if PostgreSQL gave one, the SQLSTATE (a full disk is
 * {@code 53100}).
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailedException(String what, Throwable cause) {
    super(what + " failed: " + kind(cause), null, false, true);
  }

  private static String kind(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    for (@Nullable Throwable next = cause; next != null; next = next.getCause()) {
      if (next instanceof PgException database) {
        return name + " " + database.getSqlState();
      }
    }
    return name;
  }
}
