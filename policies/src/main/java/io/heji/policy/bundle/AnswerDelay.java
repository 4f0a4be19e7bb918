package io.heji.policy.bundle;

import java.time.Duration;

/**
 * D(n), the published delay after which an agent's answer leaves, above the slowest work, so that
 * hit and miss take the same time.
 *
 * @param base for any query
 * @param perSubject for each subject more
 */
public record AnswerDelay(Duration base, Duration perSubject) {
  /** D(n). */
  public Duration of(int subjects) {
    return base.plus(perSubject.multipliedBy(subjects));
  }
}
