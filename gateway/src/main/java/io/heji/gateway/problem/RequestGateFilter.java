package io.heji.gateway.problem;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.connection.RequestEnd;
import io.heji.protocol.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Bounds what callers of the API can hold at a time: requests under way, and how long a request may
 * take to arrive. One too many is refused as {@code too-busy}; one that does not arrive is cut off.
 */
@Singleton
public class RequestGateFilter {
  /** Before {@link SingleFieldsFilter}. */
  private static final int ROUTE_ORDER = -5;

  private final Vertx vertx;
  private final MeterRegistry metrics;
  private final Semaphore places;
  private final Duration arrival;

  @Inject
  public RequestGateFilter(Vertx vertx, MeterRegistry metrics) {
    this(vertx, metrics, GatewayLimits.REQUESTS_UNDER_WAY_MAX, GatewayLimits.REQUEST_ARRIVAL);
  }

  RequestGateFilter(Vertx vertx, MeterRegistry metrics, int underWayMax, Duration arrival) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.places = new Semaphore(underWayMax);
    this.arrival = arrival;
  }

  /** How long a request may take to arrive. */
  Duration arrival() {
    return arrival;
  }

  void route(@Observes Router router) {
    router.route().order(ROUTE_ORDER).handler(this::admit);
  }

  private void admit(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    long timer = vertx.setTimer(arrival.toMillis(), _ -> cutOff(request));
    boolean admitted = places.tryAcquire();
    RequestEnd.of(
        routing,
        () -> {
          if (admitted) {
            places.release();
          }
          if (request.isEnded()) {
            vertx.cancelTimer(timer);
          }
        });
    if (admitted) {
      routing.next();
    } else {
      ProblemResponseMapper.refuse(
          routing, metrics, ProblemType.TOO_BUSY, "too many requests are under way");
    }
  }

  private static void cutOff(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }
}
