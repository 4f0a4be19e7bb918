package io.heji.bank;

import io.heji.protocol.Limits;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.subject.Subject;
import java.util.HashSet;
import java.util.List;

/**
 * What a bank wants to know: valid if it exists.
 *
 * @param subjects whom it asks about, 1 to {@value Limits#SUBJECTS_MAX}, no two the same
 * @param purpose the purpose's name in the policy bundle
 * @param metrics what it asks, 1 to {@value Limits#METRICS_MAX}, each once; the form is policy's
 * @param consent the consent that covers the question
 * @param operator who at the bank asks, an opaque id
 */
public record AskRequest(
    List<Subject> subjects,
    String purpose,
    List<Metric> metrics,
    Consent consent,
    String operator) {
  public AskRequest {
    subjects = List.copyOf(subjects);
    metrics = List.copyOf(metrics);
  }

  /** Makes a request of what a caller hands in. */
  public static AskRequest of(
      List<Subject> subjects,
      String purpose,
      List<Metric> metrics,
      Consent consent,
      String operator)
      throws RefusedException {
    if (subjects.size() > Limits.SUBJECTS_MAX) {
      throw new RefusedException(
          ProblemType.BATCH_TOO_LARGE, "more than " + Limits.SUBJECTS_MAX + " subjects");
    }
    if (subjects.isEmpty() || new HashSet<>(subjects).size() != subjects.size()) {
      throw malformed("expected at least one subject and none twice");
    }
    if (metrics.isEmpty() || new HashSet<>(metrics).size() != metrics.size()) {
      throw malformed("expected at least one metric and none twice");
    }
    if (operator.isEmpty() || operator.length() > Limits.OPAQUE_ID_LENGTH_MAX) {
      throw malformed("the operator must be 1 to " + Limits.OPAQUE_ID_LENGTH_MAX + " characters");
    }
    return new AskRequest(subjects, purpose, metrics, consent, operator);
  }

  private static RefusedException malformed(String detail) {
    return new RefusedException(ProblemType.MALFORMED_REQUEST, detail);
  }

  @Override
  public String toString() {
    return "AskRequest[" + subjects.size() + " subjects]";
  }
}
