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
  CompletableFuture<AskReply> ask(PartyId member, String query, Bytes sealed, Duration timeout);

  CompletableFuture<EvaluateReply> evaluate(
      PartyId member, String request, Bytes elements, Duration timeout);
}
