package io.heji.gateway.problem;

import io.heji.gateway.app.GatewayLog;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.StoreFailedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where failures become answers. What is not a refusal says nothing of its cause. */
public class ProblemMapper {
  private static final Set<String> POSTED_TO = Set.of("/v1/evaluations", "/v1/queries");

  private final GatewayLog log = new GatewayLog();

  @ServerExceptionMapper
  public Response refused(RefusedException refused, ContainerRequestContext request) {
    return ProblemResponseMapper.response(request, refused.type(), refused.detail());
  }

  /** Unknown path, method or media type, and bodies that the framework itself refuses. */
  @ServerExceptionMapper
  public Response notServed(WebApplicationException failure, ContainerRequestContext request) {
    Response refused = failure.getResponse();
    return switch (refused.getStatusInfo().toEnum()) {
      case NOT_FOUND ->
          ProblemResponseMapper.response(request, ProblemType.NOT_FOUND, "no such resource");
      case REQUEST_ENTITY_TOO_LARGE ->
          ProblemResponseMapper.response(
              request, ProblemType.BATCH_TOO_LARGE, BodyLimitFilter.DETAIL);
      case METHOD_NOT_ALLOWED ->
          // RFC 9110 section 15.5.6: the answer names the methods that there are.
          Response.fromResponse(unserved(request, Status.METHOD_NOT_ALLOWED, "another method"))
              .header(HttpHeaders.ALLOW, allowed(request.getUriInfo().getPath()))
              .build();
      case UNSUPPORTED_MEDIA_TYPE ->
          unserved(request, Status.UNSUPPORTED_MEDIA_TYPE, "a body that is not application/json");
      case NOT_ACCEPTABLE ->
          unserved(request, Status.NOT_ACCEPTABLE, "an answer that is not application/json");
      case Status status when status.getFamily() == Status.Family.SERVER_ERROR ->
          internal(failure, request);
      case Status _ -> unserved(request, Status.BAD_REQUEST, "what is asked");
    };
  }

  /** The database did not answer: nothing was asked or disclosed that is not on the record. */
  @ServerExceptionMapper
  public Response store(StoreFailedException failure, ContainerRequestContext request) {
    log.internalFailure("the database", failure);
    return ProblemResponseMapper.response(
        request, ProblemType.TOO_BUSY, "the record cannot be written now");
  }

  @ServerExceptionMapper
  public Response anything(Throwable failure, ContainerRequestContext request) {
    return internal(failure, request);
  }

  private Response internal(Throwable failure, ContainerRequestContext request) {
    log.internalFailure("a request", failure);
    return ProblemResponseMapper.response(request, ProblemType.INTERNAL, "the gateway failed");
  }

  /** The framework's refusal does not say, so the resources that take a body stand here. */
  private static String allowed(String path) {
    return POSTED_TO.contains(path) ? "POST" : "GET, HEAD";
  }

  private static Response unserved(ContainerRequestContext request, Status status, String what) {
    return ProblemResponseMapper.response(
        request, ProblemType.MALFORMED_REQUEST, status, "this resource does not serve " + what);
  }
}
