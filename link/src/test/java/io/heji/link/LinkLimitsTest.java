package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.DocumentedLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LinkLimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(LinkLimits.class, "## On the link");
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
}
