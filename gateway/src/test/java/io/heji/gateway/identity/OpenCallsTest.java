package io.heji.gateway.identity;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.gateway.GatewayLimits;
import io.heji.link.LinkLimits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
  private final OpenCalls calls = new OpenCalls();

  @Test
  void aCallerHasAsManyOpenAsThereMayBeAndNotOneMore() throws Exception {
    List<OpenCall> open = openAll();

    refuses();
    calls.open(GROUP_BANK).close();

    open.getFirst().close();
    open.addFirst(calls.open(BANK));
    refuses();
  }

  /** What members still work on is open, however often the call itself has been closed. */
  @Test
  void aCallLastsUntilEveryMemberHasAnsweredOrIsGivenUp() throws Exception {
    List<OpenCall> open = openAll();
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    open.getFirst().lastsUntil(List.of(first, second));
    open.getFirst().close();
    refuses();

    first.completeExceptionally(new IllegalStateException("lost"));
    refuses();
    second.complete("answer");

    assertThat(calls.open(BANK).caller()).isEqualTo(BANK);
    refuses();
  }

  @Test
  void whatHasEndedBeforeItIsClosedIsOpenUntilThen() throws Exception {
    List<OpenCall> open = openAll();
    open.getFirst().lastsUntil(List.of(CompletableFuture.completedFuture("answer")));
    refuses();

    open.getFirst().close();
    assertThat(calls.open(BANK).caller()).isEqualTo(BANK);
  }

  /** One caller leaves room on a member's link, and at the API, for three others at least. */
  @Test
  void aCallerTakesAQuarterOfALinkAtMost() {
    assertThat(4 * GatewayLimits.OPEN_CALLS_PER_CALLER_MAX)
        .isLessThanOrEqualTo(LinkLimits.CALLS_IN_FLIGHT_MAX)
        .isLessThanOrEqualTo(GatewayLimits.REQUESTS_UNDER_WAY_MAX);
  }

  private List<OpenCall> openAll() throws RefusedException {
    List<OpenCall> open = new ArrayList<>();
    for (int i = 0; i < GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      open.add(calls.open(BANK));
    }
    return open;
  }

  private void refuses() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> calls.open(BANK).close())
        .extracting(RefusedException::type)
        .isEqualTo(ProblemType.TOO_BUSY);
  }
}
