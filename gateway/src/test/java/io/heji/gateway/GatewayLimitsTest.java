package io.heji.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GatewayLimitsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "limits.md");

  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    List<String> declared = new ArrayList<>();
    for (Field field : GatewayLimits.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        declared.add(field.getName() + " = " + value(field));
      }
    }
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("\n## At the gateway\n") + 1);
    int end = section.indexOf("\n## ", 1);

    List<String> documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|")
            .matcher(end < 0 ? section : section.substring(0, end))
            .results()
            .map(row -> row.group(1) + " = " + row.group(2).strip())
            .toList();

    assertThat(documented).containsExactlyElementsOf(declared);
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
            "quarkus.http.limits.max-concurrent-streams",
            Integer.toString(GatewayLimits.API_STREAMS_MAX))
        .containsEntry(
            "quarkus.http.limits.rst-flood-max-rst-frame-per-window",
            Integer.toString(GatewayLimits.API_RESETS_MAX))
        .containsEntry(
            "quarkus.http.limits.rst-flood-window-duration",
            GatewayLimits.API_RESETS_WINDOW.toSeconds() + "s")
        .containsEntry(
            "quarkus.http.limits.max-initial-line-length",
            Integer.toString(GatewayLimits.API_LINE_LENGTH_MAX))
        .containsEntry(
            "quarkus.http.limits.max-header-size",
            Integer.toString(GatewayLimits.API_HEADERS_MAX_BYTES))
        .containsEntry(
            "quarkus.http.limits.max-header-list-size",
            Integer.toString(GatewayLimits.API_HEADERS_MAX_BYTES))
        .containsEntry(
            "quarkus.tls.api.handshake-timeout", GatewayLimits.API_TLS_WAIT.toSeconds() + "s")
        .containsEntry(
            "quarkus.http.idle-timeout", GatewayLimits.API_IDLE_TIMEOUT.toSeconds() + "s");
    assertThat(GatewayLimits.API_IDLE_TIMEOUT)
        .isGreaterThan(Limits.ANSWER_DELAY_MAX.plus(GatewayLimits.ASK_MARGIN));
  }

  private static String value(Field field) {
    try {
      Object value = field.get(null);
      return value instanceof Duration wait ? wait.toSeconds() + " s" : String.valueOf(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
