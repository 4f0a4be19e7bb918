package io.heji.sandbox.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a role's management port whether it is ready, and how far its index is. Thread-safe. */
public final class HealthProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  /** Never throws for a role that is not up yet: a refused connection is an answer too. */
  public Readiness ask(int managementPort) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build();
    try {
      return read(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException notYet) {
      return Readiness.NOT_ANSWERING;
    }
  }

  private Readiness read(String body) throws IOException {
    JsonNode health = json.readTree(body);
    long done = 0;
    long total = 0;
    for (JsonNode check : health.path("checks")) {
      done += check.path("data").path("done").asLong(0);
      total += check.path("data").path("total").asLong(0);
    }
    return new Readiness("UP".equals(health.path("status").asText()), done, total);
  }
}
