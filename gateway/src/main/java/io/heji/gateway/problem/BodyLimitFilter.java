package io.heji.gateway.problem;

import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies of more than {@link Limits#HTTP_BODY_MAX_BYTES} as a problem: one whose length is
 * told before any of it is read, one whose length is not told at the first byte too many.
 *
 * <p>The HTTP server has a limit of its own, which answers without a body; it stands a little
 * higher, so that it is only ever the second line.
 */
@Singleton
public class BodyLimitFilter {
  static final String DETAIL = "the body is too large";

  /** Before the server's own check of the length, which is at -2. */
  private static final int ROUTE_ORDER = -3;

  private final MeterRegistry metrics;

  public BodyLimitFilter(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void route(@Observes Router router) {
    router.route().order(ROUTE_ORDER).handler(this::checkLength);
  }

  private void checkLength(RoutingContext routing) {
    if (withinLimit(routing.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      routing.next();
      return;
    }
    ProblemResponseMapper.refuse(routing, metrics, ProblemType.BATCH_TOO_LARGE, DETAIL);
  }

  private static boolean withinLimit(@Nullable String length) {
    if (length == null) {
      return true;
    }
    try {
      return Long.parseLong(length) <= Limits.HTTP_BODY_MAX_BYTES;
    } catch (NumberFormatException beyondLong) {
      return false;
    }
  }

  /** Before a resource reads the body. */
  @ServerRequestFilter
  public void bound(ContainerRequestContext request) {
    request.setEntityStream(new Bounded(request.getEntityStream()));
  }

  /** Reads up to the limit; one byte more is a refusal. */
  private static final class Bounded extends FilterInputStream {
    private long left = Limits.HTTP_BODY_MAX_BYTES;

    Bounded(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        counted(1);
      }
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return counted(super.read(into, offset, length));
    }

    private int counted(int read) {
      if (read > left) {
        throw new WebApplicationException(Status.REQUEST_ENTITY_TOO_LARGE);
      }
      left -= Math.max(0, read);
      return read;
    }
  }
}
