package io.heji.gateway.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for replies that the test holds in its hand. */
@Timeout(60)
class RepliesTest {
  private static final PartyId FIRST = new PartyId("a");
  private static final PartyId LAST = new PartyId("b");

  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> last = new CompletableFuture<>();
  private final Map<PartyId, CompletableFuture<String>> calls =
      new TreeMap<>(Map.of(FIRST, first, LAST, last));

  @Test
  void waitsForAllReplies() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<PartyId, String>> all = threads.submit(this::all);
      last.complete("of b");
      assertThat(all.isDone()).isFalse();
      first.complete("of a");

      assertThat(all.get()).isEqualTo(Map.of(FIRST, "of a", LAST, "of b"));
    }
  }

  @Test
  void theFirstThatWillNotComeEndsTheWait() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<PartyId, String>> all = threads.submit(this::all);
      last.completeExceptionally(new MemberUnavailableException(LAST, Why.LINK_LOST));

      assertThatThrownBy(all::get)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.type()).isEqualTo(ProblemType.MEMBER_UNAVAILABLE);
                assertThat(refused.detail()).isEqualTo("platform `b` does not answer");
              });
      assertThat(first).isNotDone();
    }
  }

  @Test
  void aMemberWithTooManyCallsIsBusy() {
    last.completeExceptionally(new MemberUnavailableException(LAST, Why.BUSY));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(this::all)
        .extracting(RefusedException::type)
        .isEqualTo(ProblemType.TOO_BUSY);
  }

  @Test
  void ourOwnBugIsNoRefusal() {
    last.completeExceptionally(new IllegalStateException("bug"));

    assertThatThrownBy(this::all).hasRootCauseMessage("bug");
  }

  private Map<PartyId, String> all() throws RefusedException {
    return Replies.all(calls, ProblemType.MEMBER_UNAVAILABLE, "platform");
  }
}
