package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinkLimitsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "limits.md");

  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    List<String> declared = new ArrayList<>();
    for (Field field : LinkLimits.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        declared.add(field.getName() + " = " + value(field));
      }
    }
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("\n## On the link\n") + 1);
    int end = section.indexOf("\n## ", 1);

    List<String> documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|")
            .matcher(end < 0 ? section : section.substring(0, end))
            .results()
            .map(row -> row.group(1) + " = " + row.group(2).strip())
            .toList();

    assertThat(documented).containsExactlyElementsOf(declared);
  }

  /** Tests of waits hand in shorter ones; these are what a deployment waits. */
  @Test
  void theWaitsOfADeploymentAreTheLimits() {
    LinkTimes standard = LinkTimes.STANDARD;

    assertThat(standard.heartbeat()).isEqualTo(LinkLimits.HEARTBEAT);
    assertThat(standard.reconnectMin()).isEqualTo(LinkLimits.RECONNECT_MIN);
    assertThat(standard.reconnectMax()).isEqualTo(LinkLimits.RECONNECT_MAX);
    assertThat(standard.stable()).isEqualTo(LinkLimits.STABLE_AFTER);
    assertThat(standard.evaluation()).isEqualTo(LinkLimits.EVALUATION_TIMEOUT);
    // A link that is only silent is given up by its heartbeats, not by its connection's idleness.
    assertThat(LinkLimits.IDLE_TIMEOUT)
        .isGreaterThan(LinkLimits.HEARTBEAT.multipliedBy(LinkLimits.SILENT_HEARTBEATS_MAX + 1));
  }

  private static String value(Field field) {
    try {
      Object value = field.get(null);
      if (value instanceof Duration wait) {
        return wait.toMillisPart() == 0 ? wait.toSeconds() + " s" : wait.toMillis() + " ms";
      }
      return String.valueOf(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
