package io.heji.member;

import io.heji.protocol.DocumentedLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemberLimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(MemberLimits.class, "## At a member's operator");
  }
}
