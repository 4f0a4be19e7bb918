package io.heji.gateway.member;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls to members. Each call ends: with the reply, or with a {@link MemberUnavailableException}
 * when the member is not linked, the link breaks or the time is over.
 */
public interface Members {
  /** Whether a call has a link to go over now. */
  boolean isLinked(PartyId member);

  /**
   * Asks. An ASK that a lost link leaves open is sent once more over another link of the member:
   * whoever answers the same query again gives the same bytes.
   */
  CompletableFuture<AskReply> ask(PartyId member, String query, Bytes sealed, Duration timeout);

  /** Has elements evaluated. Sent once: an evaluation request is accepted once. */
  CompletableFuture<EvaluateReply> evaluate(
      PartyId member, String request, Bytes elements, Duration timeout);
}
