package io.heji.gateway.member;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The replies to calls that are of use only together. */
public final class Replies {
  private Replies() {}

  /** A call that ended without a reply. */
  private record Failed(PartyId member, Throwable cause) {}

  /**
   * Waits for all replies, or for the first that will not come: the rest cannot help then.
   *
   * @param silent the problem when a member does not answer
   * @param role what such a member is called in the refusal
   */
  public static <T> SortedMap<PartyId, T> all(
      Map<PartyId, CompletableFuture<T>> calls, ProblemType silent, String role)
      throws RefusedException {
    CompletableFuture<Optional<Failed>> end = new CompletableFuture<>();
    calls.forEach(
        (member, call) -> {
          var _ =
              call.whenComplete(
                  (_, failure) -> {
                    if (failure != null) {
                      end.complete(Optional.of(new Failed(member, failure)));
                    }
                  });
        });
    var _ =
        CompletableFuture.allOf(calls.values().toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> end.complete(Optional.empty()));
    Optional<Failed> failed = end.join();
    if (failed.isPresent()) {
      throw refusal(failed.get(), silent, role);
    }
    SortedMap<PartyId, T> replies = new TreeMap<>();
    calls.forEach((member, call) -> replies.put(member, call.join()));
    return replies;
  }

  private static RefusedException refusal(Failed failed, ProblemType silent, String role) {
    Throwable cause =
        failed.cause() instanceof CompletionException wrapped ? wrapped.getCause() : failed.cause();
    if (cause instanceof MemberUnavailableException unavailable) {
      return new RefusedException(
          unavailable.problem(silent), role + " `" + failed.member() + "` does not answer");
    }
    throw new CompletionException(cause);
  }
}
