package io.heji.gateway.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import jakarta.ws.rs.core.Response;

/**
 * A problem as it travels (RFC 9457): {@code type}, {@code title}, {@code status}, {@code detail}.
 */
final class ProblemResponseMapper {
  static final String MEDIA_TYPE = "application/problem+json";

  private ProblemResponseMapper() {}

  static Response response(ProblemType type, String detail) {
    ObjectNode json = Json.object();
    json.put("type", type.uri().toString()).put("title", type.title());
    json.put("status", type.httpStatus()).put("detail", detail);
    return Response.status(type.httpStatus())
        .type(MEDIA_TYPE)
        .entity(Json.encode(json).asUtf8())
        .build();
  }
}
