package io.heji.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.DocumentedLimits;
import io.heji.protocol.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GatewayLimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(GatewayLimits.class, "## At the gateway");
  }

  /** What the HTTP server keeps stands in its own configuration. */
  @Test
  void theHttpServerKeepsTheLimits() throws IOException {
    Properties server = new Properties();
    try (InputStream file =
        Objects.requireNonNull(
            GatewayLimits.class.getResourceAsStream("/application.properties"))) {
      server.load(file);
    }

    assertThat(server)
        .containsEntry(
            "quarkus.http.limits.max-connections",
            Integer.toString(GatewayLimits.API_CONNECTIONS_MAX))
        .containsEntry(
            "quarkus.http.limits.max-initial-line-length",
            Integer.toString(GatewayLimits.API_LINE_LENGTH_MAX))
        .containsEntry(
            "quarkus.http.limits.max-header-size",
            Integer.toString(GatewayLimits.API_HEADERS_MAX_BYTES))
        .containsEntry(
            "quarkus.tls.api.handshake-timeout", GatewayLimits.API_TLS_WAIT.toSeconds() + "s")
        .containsEntry(
            "quarkus.http.idle-timeout", GatewayLimits.API_IDLE_TIMEOUT.toSeconds() + "s");
    // Over TLS alone: else there is a second port, without it.
    assertThat(server)
        .containsEntry("quarkus.http.insecure-requests", "disabled")
        .containsEntry("quarkus.http.http2", "false");
    // Else the transport that guards every connection is not looked for.
    assertThat(server).containsEntry("quarkus.vertx.prefer-native-transport", "true");
    assertThat(GatewayLimits.API_IDLE_TIMEOUT)
        .isGreaterThan(Limits.ANSWER_DELAY_MAX.plus(GatewayLimits.ASK_MARGIN));
  }
}
