package io.heji.bank;

import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;

/**
 * Thrown when what came back does not verify: documents, a tokeniser's proof, the disclosure.
 * Nothing of it was used or shown. A refusal that the gateway sent is a {@link RefusedException}
 * instead.
 */
public final class NotVerifiedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;

  NotVerifiedException(ProblemType type, String detail) {
    super(type.slug() + ": " + detail);
    this.type = type;
    this.detail = detail;
  }

  NotVerifiedException(RefusedException check) {
    this(check.type(), check.detail());
  }

  /** The check that failed. */
  public ProblemType type() {
    return type;
  }

  /** One sentence about this occurrence, never about a person. */
  public String detail() {
    return detail;
  }
}
