package io.heji.gateway.connection;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** When a request is over: answered, or given up with its connection. */
public final class RequestEnd {
  private RequestEnd() {}

  /** Runs this once: an answer that fails can end twice, itself and with the connection. */
  public static void of(RoutingContext routing, Runnable then) {
    AtomicBoolean ended = new AtomicBoolean();
    routing.addEndHandler(
        _ -> {
          if (ended.compareAndSet(false, true)) {
            then.run();
          }
        });
  }
}
