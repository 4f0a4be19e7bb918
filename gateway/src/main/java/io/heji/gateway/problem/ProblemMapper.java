package io.heji.gateway.problem;

import io.heji.gateway.app.GatewayLog;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.StoreFailedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where failures become answers. What is not a refusal says nothing of its cause. */
public class ProblemMapper {
  private final GatewayLog log = new GatewayLog();

  @ServerExceptionMapper
  public Response refused(RefusedException refused) {
    return ProblemResponseMapper.response(refused.type(), refused.detail());
  }

  /** Unknown path, method or media type, and bodies that the framework itself refuses. */
  @ServerExceptionMapper
  public Response notServed(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    return switch (status) {
      case 404 -> ProblemResponseMapper.response(ProblemType.NOT_FOUND, "no such resource");
      case 413 ->
          ProblemResponseMapper.response(ProblemType.BATCH_TOO_LARGE, "the body is too large");
      default ->
          status >= 500
              ? internal("a request", failure)
              : ProblemResponseMapper.response(
                  ProblemType.MALFORMED_REQUEST, "method, media type or path is not served");
    };
  }

  /** The database did not answer: nothing was asked or disclosed that is not on the record. */
  @ServerExceptionMapper
  public Response store(StoreFailedException failure) {
    log.internalFailure("the database", failure);
    return ProblemResponseMapper.response(ProblemType.TOO_BUSY, "the record cannot be written now");
  }

  @ServerExceptionMapper
  public Response anything(Throwable failure) {
    return internal("a request", failure);
  }

  private Response internal(String where, Throwable failure) {
    log.internalFailure(where, failure);
    return ProblemResponseMapper.response(ProblemType.INTERNAL, "the gateway failed");
  }
}
