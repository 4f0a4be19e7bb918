package io.heji.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.link.played.PlayedGateway;
import io.heji.link.played.PlayedStream;
import io.heji.protocol.frame.EvaluationResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** That a member comes back after its link is lost, how long it waits, and when it stays away. */
class LinkReturnIT extends DialledLink {
  /** The gateway hands documents over when a member dials, and else only when they change. */
  @Test
  void dialsAgainForDocumentsThatItCouldNotTake() throws Exception {
    dial();
    PlayedStream first = gateway.nextStreamAfterHello();
    first.send(documents(PlayedMember.FAIL));

    PlayedStream second = gateway.nextStreamAfterHello();
    second.send(documents(PlayedMember.FAIL));

    assertThat(member.documents.poll(20, SECONDS)).isEqualTo(PlayedMember.FAIL);
  }

  @Test
  void openCallsFailWhenTheLinkIsLostAndItDialsAgain() {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    CompletableFuture<EvaluationResult> waiting = client.evaluate("request", Bytes.EMPTY);
    stream.next();
    stream.send(evaluate(1, "linked"));
    stream.next();
    assertThat(client.connected()).isTrue();

    stream.hangUp();

    assertThatThrownBy(() -> waiting.get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LinkLostException.class);
    assertThat(client.connected()).isFalse();
    PlayedStream again = gateway.nextStreamAfterHello();
    again.send(evaluate(1, "again"));
    assertThat(again.next().getEvaluated().getCall()).isEqualTo(1);
  }

  @Test
  void dialsUntilThereIsAGateway() throws Exception {
    int port = gateway.port();
    gateway.close();
    open.clear();
    LinkClient client = dial();
    try (ServerSocket nobody = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      nobody.setSoTimeout(20_000);
      nobody.accept().close();
    }
    assertThat(client.connected()).isFalse();

    PlayedGateway late = new PlayedGateway(vertx, ca.party("late-gateway"), port);
    open.addFirst(late);

    assertThat(late.nextStreamAfterHello()).isNotNull();
  }

  @Test
  void givesUpAGatewayThatFellSilentAndDialsANewConnection() throws Exception {
    dial(new LinkTimes(millis(100), millis(10), millis(50), LONG, LONG));
    PlayedStream silent = gateway.nextStreamAfterHello();

    assertThat(silent.sendsHeartbeats()).isTrue();
    assertThat(silent.isClosedByMember()).isTrue();
    assertThat(gateway.nextStreamAfterHello()).isNotSameAs(silent);
  }

  @Test
  void keepsAGatewayThatSaysNoMoreThanThatItIsAlive() throws Exception {
    Duration heartbeat = millis(400);
    dial(new LinkTimes(heartbeat, millis(10), millis(50), LONG, LONG));
    PlayedStream stream = gateway.nextStreamAfterHello();

    // Longer, all in all, than a silent one is kept.
    for (int i = 0; i <= 4 * (LinkLimits.SILENT_HEARTBEATS_MAX + 2); i++) {
      stream.send(PlayedGateway.heartbeat());
      assertThat(stream.sendsWithin(heartbeat.dividedBy(4))).isFalse();
    }
    stream.send(evaluate(1, "still here"));

    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(1);
  }

  /** A frame from the gateway alone starts no new row of waits: it may hang up after each. */
  @Test
  void waitsLongerAndLongerForAGatewayThatHangsUpAfterItsFirstFrame() throws Exception {
    // The waits together take longer than a link must last, and none of the links does.
    dial(new LinkTimes(LONG, millis(100), LONG, millis(2000), LONG));

    for (int i = 0; i < 7; i++) {
      hangUpAfterOneAnswer();
    }

    // At least half of 100 ms doubled six times.
    assertThat(gateway.isDialledWithin(millis(1500))).isFalse();
  }

  @Test
  void startsAnewWithShortWaitsOnceALinkHasLasted() throws Exception {
    dial(new LinkTimes(LONG, millis(100), LONG, millis(1), LONG));

    // With waits that went on doubling, the last alone would take over a minute.
    for (int i = 0; i < 12; i++) {
      hangUpAfterOneAnswer();
    }
  }

  @Test
  void doesNotDialAgainOnceClosed() throws Exception {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    client.close();

    assertThat(stream.isClosedByMember()).isTrue();
    assertThat(gateway.isDialledWithin(SECOND)).isFalse();
  }

  @Test
  void doesNotDialAgainOnceClosedWhileItWaits() throws Exception {
    LinkClient client = dial(new LinkTimes(LONG, SECOND, SECOND, LONG, LONG));
    hangUpAfterOneAnswer();
    // It waits at least half a second.
    assertThat(gateway.isDialledWithin(millis(100))).isFalse();
    assertThat(client.connected()).isFalse();

    client.close();

    assertThat(gateway.isDialledWithin(SECOND.multipliedBy(2))).isFalse();
  }

  /** Hangs up when the link has lasted a moment. */
  private void hangUpAfterOneAnswer() throws Exception {
    PlayedStream stream = gateway.nextStreamAfterHello();
    stream.send(evaluate(1, "linked"));
    stream.next();
    assertThat(stream.sendsWithin(millis(20))).isFalse();
    stream.hangUp();
  }
}
