package io.heji.gateway.problem;

import io.heji.protocol.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses a request whose head lacks its host (RFC 9112 section 3.2), or says a thing twice that
 * may be said once (RFC 9110 section 5.3): two readers would each take another one.
 */
@Singleton
public class SingleFieldsFilter {
  /** Behind {@link RequestGateFilter}, before {@link BodyLimitFilter}. */
  private static final int ROUTE_ORDER = -4;

  private final MeterRegistry metrics;

  public SingleFieldsFilter(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void route(@Observes Router router) {
    router.route().order(ROUTE_ORDER).handler(this::check).failureHandler(this::failed);
  }

  /** The router itself refuses what it cannot route, a request without a host among it. */
  private void failed(RoutingContext routing) {
    if (routing.statusCode() == HttpResponseStatus.BAD_REQUEST.code()) {
      refuse(routing);
    } else {
      routing.next();
    }
  }

  private void check(RoutingContext routing) {
    MultiMap head = routing.request().headers();
    boolean single =
        times(head, HttpHeaders.HOST) == 1
            && times(head, HttpHeaders.AUTHORIZATION) <= 1
            && times(head, HttpHeaders.CONTENT_TYPE) <= 1;
    if (single) {
      routing.next();
    } else {
      refuse(routing);
    }
  }

  private void refuse(RoutingContext routing) {
    ProblemResponseMapper.refuse(
        routing,
        metrics,
        ProblemType.MALFORMED_REQUEST,
        "a request has one Host and at most one Authorization and Content-Type");
  }

  private static int times(MultiMap head, String field) {
    return head.getAll(field).size();
  }
}
