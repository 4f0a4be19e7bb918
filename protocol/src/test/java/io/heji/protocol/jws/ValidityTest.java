package io.heji.protocol.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A message's time, at each bound and one second beyond. */
class ValidityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  private static final Duration LIFE = Limits.MESSAGE_LIFETIME_MAX;
  private static final Duration SKEW = Limits.CLOCK_SKEW_MAX;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void takesTheShortestAndTheLongestLifeAndNoOther() {
    takes(NOW, SECOND);
    takes(NOW, LIFE);
    refuses(NOW, LIFE.plus(SECOND), ProblemType.MALFORMED_REQUEST);
    refuses(NOW, Duration.ZERO, ProblemType.MALFORMED_REQUEST);
    refuses(NOW, SECOND.negated(), ProblemType.MALFORMED_REQUEST);
  }

  @Test
  void takesAClockAheadByTheClocksDifferenceAndNoMore() {
    takes(NOW.plus(SKEW), LIFE);
    refuses(NOW.plus(SKEW).plus(SECOND), LIFE, ProblemType.CLOCK_SKEW);
  }

  @Test
  void takesAnExpiredMessageUntilTheClocksDifferenceHasPassed() {
    takes(NOW.minus(LIFE).minus(SKEW).plus(SECOND), LIFE);
    refuses(NOW.minus(LIFE).minus(SKEW), LIFE, ProblemType.MESSAGE_EXPIRED);
  }

  private static void takes(Instant issuedAt, Duration life) {
    assertThatCode(() -> Validity.require(issuedAt, issuedAt.plus(life), NOW))
        .doesNotThrowAnyException();
  }

  private static void refuses(Instant issuedAt, Duration life, ProblemType type) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Validity.require(issuedAt, issuedAt.plus(life), NOW))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }
}
