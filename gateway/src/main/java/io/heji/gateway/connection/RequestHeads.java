package io.heji.gateway.connection;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells {@link HeadDeadline} of every request to the API and to the health page. */
@Singleton
public class RequestHeads {
  /** Before everything that may refuse a request. */
  private static final int ROUTE_ORDER = -6;

  void api(@Observes Router router) {
    router.route().order(ROUTE_ORDER).handler(RequestHeads::begun);
  }

  void health(@Observes ManagementInterface management) {
    management.router().route().order(ROUTE_ORDER).handler(RequestHeads::begun);
  }

  private static void begun(RoutingContext routing) {
    HttpConnection connection = routing.request().connection();
    HeadDeadline.begun(connection);
    RequestEnd.of(routing, () -> HeadDeadline.ended(connection));
    routing.next();
  }
}
