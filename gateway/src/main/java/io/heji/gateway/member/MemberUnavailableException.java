package io.heji.gateway.member;

/**
 * A member did not answer: not linked, link lost, or too late. It may or may not have worked on the
 * call.
 */
public final class MemberUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MemberUnavailableException(String why) {
    super(why, null, false, false);
  }
}
