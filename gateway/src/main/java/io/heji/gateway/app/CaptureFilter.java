package io.heji.gateway.app;

import io.heji.link.capture.WireCapture;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes every answer to the sandbox's capture, problems too; nothing where none is configured. */
public class CaptureFilter {
  /** Signed, public and the same for all: repeated at every question they would fill the disk. */
  private static final String DOCUMENTS = "/v1/documents";

  private final WireCapture capture;

  public CaptureFilter(WireCapture capture) {
    this.capture = capture;
  }

  @ServerResponseFilter
  public void answered(ContainerRequestContext request, ContainerResponseContext response) {
    String path = request.getUriInfo().getPath();
    if (capture.isOn() && !path.equals(DOCUMENTS)) {
      capture.saw(
          "http-response",
          Map.of(
              "path",
              path,
              "status",
              Integer.toString(response.getStatus()),
              "body",
              response.hasEntity() ? String.valueOf(response.getEntity()) : ""));
    }
  }
}
