package io.heji.policy.decision;

import io.heji.policy.bundle.MetricRule;
import io.heji.protocol.problem.ProblemType;
import java.util.List;

/** What the engine decided. */
public sealed interface Decision {
  /**
   * Asked may be answered.
   *
   * @param terms one a metric in query order: form, unit, k, coverage floor
   */
  record Permit(List<MetricRule> terms) implements Decision {
    public Permit {
      terms = List.copyOf(terms);
    }
  }

  /**
   * Asked may not be answered.
   *
   * @param problem why
   * @param detail one sentence, never about a person
   */
  record Deny(ProblemType problem, String detail) implements Decision {}
}
