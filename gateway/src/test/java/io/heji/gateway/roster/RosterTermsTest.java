package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RosterTermsTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  @Test
  void areNeverNegative() {
    assertThat(new RosterTerms(NONE, NONE).absence()).isZero();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RosterTerms(NEGATIVE, NONE))
        .withMessageContaining("heji.roster.absence");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RosterTerms(NONE, NEGATIVE))
        .withMessageContaining("heji.roster.announcement");
  }
}
