package io.heji.bank;

import io.heji.protocol.DocumentedLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BankLimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    DocumentedLimits.assertOnPage(BankLimits.class, "## At a bank");
  }
}
