package io.heji.agent;

import io.heji.protocol.DocumentedLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AgentLimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(AgentLimits.class, "## At an agent");
  }
}
