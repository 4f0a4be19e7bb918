package io.heji.gateway.member;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;

/** A member did not answer. It may or may not have worked on the call. */
public final class MemberUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** What kept the answer away. */
  public enum Why {
    /** The member has no link. */
    NOT_LINKED("is not linked"),
    /** The link broke while the call was under way. */
    LINK_LOST("was asked over a link that was lost"),
    /** The time for the call is over. */
    LATE("did not answer in time"),
    /** As many calls as there may be are under way: this one was not sent. */
    BUSY("has too many calls under way");

    private final String text;

    Why(String text) {
      this.text = text;
    }
  }

  public MemberUnavailableException(PartyId member, Why why) {
    super("`" + member + "` " + why.text, null, false, false);
    this.why = why;
  }

  public Why why() {
    return why;
  }

  /**
   * What a bank is told.
   *
   * @param silent the type for this kind of member
   */
  public ProblemType problem(ProblemType silent) {
    return why == Why.BUSY ? ProblemType.TOO_BUSY : silent;
  }
}
