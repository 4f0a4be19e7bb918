package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member and a gateway of two sockets, with the hop in between. */
class DelayingHopTest {
  private static final Duration HELD = Duration.ofMillis(40);

  private ServerSocket gateway;
  private DelayingHop hop;
  private Socket member;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    gateway = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    hop = new DelayingHop(gateway.getLocalPort());
    member = new Socket(InetAddress.getLoopbackAddress(), hop.port());
    accepted = gateway.accept();
  }

  @AfterEach
  void close() throws IOException {
    hop.close();
    member.close();
    accepted.close();
    gateway.close();
  }

  private static long nanosOver(Socket from, Socket to, byte[] said) throws IOException {
    long begun = System.nanoTime();
    from.getOutputStream().write(said);
    assertThat(to.getInputStream().readNBytes(said.length)).isEqualTo(said);
    return System.nanoTime() - begun;
  }

  @Test
  void handsOnWhatBothSay() throws IOException {
    assertThat(nanosOver(member, accepted, new byte[] {1, 2, 3})).isPositive();
    assertThat(nanosOver(accepted, member, new byte[200_000])).isPositive();
  }

  @Test
  void holdsWhatTheMemberSaysAndOnlyThat() throws IOException {
    hop.hold(HELD.toNanos());
    assertThat(nanosOver(member, accepted, new byte[] {1})).isGreaterThanOrEqualTo(HELD.toNanos());

    hop.hold(Duration.ofDays(1).toNanos());
    assertThat(nanosOver(accepted, member, new byte[] {2})).isPositive();

    hop.hold(0);
    assertThat(nanosOver(member, accepted, new byte[] {3})).isPositive();
  }

  @Test
  void endsOneSideWhenTheOtherEnds() throws IOException {
    member.close();

    assertThat(accepted.getInputStream().read()).isEqualTo(-1);
  }
}
