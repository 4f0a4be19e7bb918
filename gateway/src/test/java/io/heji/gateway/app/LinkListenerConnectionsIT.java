package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.GatewayLimits;
import io.heji.link.LinkLimits;
import io.heji.link.LinkTls;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gateway's end of the link against connections that are slow, many or hostile. */
class LinkListenerConnectionsIT extends ListeningGateway {
  /** ⚔ slow Hello: TLS is up, and then nothing, or nothing that is a Hello. */
  @Test
  void hangsUpOnAConnectionThatDoesNotComeToAHelloInTime() throws Exception {
    listen(Duration.ofMillis(300));
    RawHttp2 silent = counted();
    RawMember stream = raw(PLATFORM);

    assertThat(silent.isHungUpOn()).isTrue();
    assertThat(stream.isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  /** ⚔ TLS, and HTTP/2 that never comes: nothing counts such a connection. */
  @Test
  void hangsUpOnAConnectionThatDoesNotComeToHttp2InTime() throws Exception {
    listen(LONG);
    Socket slow = kept(RawMember.silent(certificate(), port));
    slow.setSoTimeout((int) GatewayLimits.HEAD_ARRIVAL.multipliedBy(2).toMillis());
    slow.getOutputStream().write("PRI * HT".getBytes(StandardCharsets.US_ASCII));

    assertThat(slow.getInputStream().readAllBytes()).isNotNull();
  }

  /** ⚔ slow TLS. */
  @Test
  void hangsUpOnAConnectionThatDoesNotComeToTlsInTime() throws Exception {
    listen(LONG);
    Socket plain = kept(new Socket(InetAddress.getLoopbackAddress(), port));
    plain.setSoTimeout((int) LinkLimits.CONNECT_TIMEOUT.multipliedBy(3).toMillis());
    plain.getOutputStream().write(22);

    assertThat(plain.getInputStream().readAllBytes()).isEmpty();
  }

  /** ⚔ rapid reset: streams that are opened and given up cost their sender nothing. */
  @Test
  void takesAsManyResetsAsTheLimitAndHangsUpOnMore() throws Exception {
    listen(LONG);
    RawHttp2 hostile = kept(new RawHttp2(RawMember.silent(certificate(), port)));
    int stream = 1;
    for (int i = 0; i < LinkLimits.RESETS_MAX; i++, stream += 2) {
      hostile.openAndReset(stream);
    }
    hostile.send(RawHttp2.PING, 0, 0, new byte[8]);
    assertThat(hostile.next(RawHttp2.PING).payload().size()).isEqualTo(8);

    assertThat(hostile.isHungUpOnForResetOf(stream)).isTrue();
  }

  /** ⚔ continuation flood. */
  @Test
  void hangsUpOnHeadersWithoutEnd() throws Exception {
    listen(LONG);
    RawHttp2 hostile = kept(new RawHttp2(RawMember.silent(certificate(), port)));
    assertThat(hostile.next(RawHttp2.SETTINGS).setting(RawHttp2.MAX_HEADER_LIST_SIZE))
        .isEqualTo(LinkLimits.HEADERS_MAX_BYTES);

    assertThat(hostile.continuesUntilHungUpOn()).isTrue();
  }

  /** ⚔ many connections. */
  @Test
  void takesOfOnePartyAsManyConnectionsAsThereMayBeAndNotOneMore() throws Exception {
    listen(LONG);
    for (int i = 1; i < LinkLimits.CONNECTIONS_PER_PARTY_MAX; i++) {
      counted();
    }
    RawMember last = linked(PLATFORM);

    RawHttp2 oneTooMany = kept(new RawHttp2(RawMember.silent(certificate(), port)));
    assertThat(oneTooMany.isHungUpOn()).isTrue();
    assertThat(linked(PLATFORMS.get(1)).streamsMax()).isEqualTo(LinkLimits.STREAMS_MAX);

    // One that leaves makes room.
    last.close();
    assertThat(last.isHungUpOn()).isTrue();
    assertThat(linked(PLATFORM)).isNotNull();
  }

  /** A connection that speaks HTTP/2, and so counts; it opens no stream. */
  private RawHttp2 counted() throws Exception {
    RawHttp2 connection = kept(new RawHttp2(RawMember.silent(certificate(), port)));
    connection.send(RawHttp2.PING, 0, 0, new byte[8]);
    assertThat(connection.next(RawHttp2.PING).payload().size()).isEqualTo(8);
    return connection;
  }

  private LinkTls certificate() throws Exception {
    return ca.party(PLATFORM.value());
  }
}
