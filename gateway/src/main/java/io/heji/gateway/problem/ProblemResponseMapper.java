package io.heji.gateway.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/**
 * A problem as it travels (RFC 9457): {@code type}, {@code title}, {@code status}, {@code detail}.
 */
final class ProblemResponseMapper {
  static final String MEDIA_TYPE = "application/problem+json";

  /** How a bank shows who it is (RFC 9110 section 11.6.1; RFC 6750 section 3). */
  private static final String CHALLENGE = "Bearer";

  private ProblemResponseMapper() {}

  /** The problem with the status of its type. */
  static Response response(ContainerRequestContext request, ProblemType type, String detail) {
    return response(request, type, Status.fromStatusCode(type.httpStatus()), detail);
  }

  /** The problem with a status that says more than its type's. */
  static Response response(
      ContainerRequestContext request, ProblemType type, StatusType status, String detail) {
    request.setProperty(OutcomeFilter.PROBLEM, type);
    Response.ResponseBuilder response =
        Response.status(status).type(MEDIA_TYPE).entity(body(type, status.getStatusCode(), detail));
    if (status.getStatusCode() == Status.UNAUTHORIZED.getStatusCode()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }
    return response.build();
  }

  /** Refuses a request that no resource will see, and whose body, if any, is not read. */
  static void refuse(
      RoutingContext routing, MeterRegistry metrics, ProblemType type, String detail) {
    OutcomeFilter.count(metrics, type.slug());
    HttpServerRequest request = routing.request();
    HttpServerResponse response = routing.response().setStatusCode(type.httpStatus());
    response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
    // What was announced is not read, so nothing else can come over this connection.
    response.putHeader("Connection", "close");
    response
        .end(body(type, type.httpStatus(), detail))
        .onComplete(
            _ -> {
              // Closed while a body is on its way, the caller might lose the answer: then
              // RequestGateFilter ends the connection when the caller does not.
              if (request.isEnded()) {
                request.connection().close();
              }
            });
  }

  /** The problem as JSON. */
  static String body(ProblemType type, int status, String detail) {
    ObjectNode json = Json.object();
    json.put("type", type.uri().toString()).put("title", type.title());
    json.put("status", status).put("detail", detail);
    return Json.encode(json).asUtf8();
  }
}
