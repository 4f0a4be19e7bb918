package io.heji.protocol.problem;

/**
 * Thrown when a message, document or request is refused for a reason of the closed list.
 *
 * <p>The detail goes to the other party and into logs: it names fields, party ids and expectations,
 * never an identity number, token, key or amount.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;

  /**
   * A refusal.
   *
   * @param type the reason
   * @param detail one sentence in lower case about this occurrence, never about a person
   */
  public RefusedException(ProblemType type, String detail) {
    super(type.slug() + ": " + detail);
    this.type = type;
    this.detail = detail;
  }

  /** The reason. */
  public ProblemType type() {
    return type;
  }

  /** One sentence about this occurrence. */
  public String detail() {
    return detail;
  }
}
