package io.heji.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(Limits.class, "## Between the parties");
  }

  @Test
  void theLargestQueryFitsIntoOneRequestAndOneFrame() {
    long base64Characters = (long) Limits.SEALED_MAX_BYTES * Limits.MEMBERS_MAX * 4 / 3;
    assertThat(base64Characters).isLessThan(Limits.HTTP_BODY_MAX_BYTES);
    assertThat((long) Limits.LANES_MAX * Limits.LANE_BYTES).isLessThan(Limits.FRAME_MAX_BYTES);
  }
}
