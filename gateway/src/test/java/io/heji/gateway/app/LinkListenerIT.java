package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.connection.GuardedTransport;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.member.Links;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.token.EvaluationRelay;
import io.heji.link.LinkLimits;
import io.heji.link.LinkTls;
import io.heji.link.capture.WireCapture;
import io.heji.link.played.PlayedCa;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import io.heji.store.memory.MemoryStores;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxBuilder;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's end of the link against members that are slow, many, wrong or hostile. */
@Timeout(60)
class LinkListenerIT {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final PartyId PLATFORM = PLATFORMS.getFirst();
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final PlayedFederation played = new PlayedFederation(NOW);
  private final Vertx vertx =
      new VertxBuilder().findTransport(new GuardedTransport()).init().vertx();
  private final Links links = new Links(System::nanoTime);
  private final List<AutoCloseable> open = new ArrayList<>();
  private PlayedCa ca;
  private int port;

  @BeforeEach
  void issue() throws Exception {
    ca = new PlayedCa(folder.resolve("ca"), "federation");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void listen(Duration helloWait) throws Exception {
    MemoryStores stores = new MemoryStores();
    AdoptedDocuments documents = new AdoptedDocuments(played.pinned(), stores);
    documents.adopt(played.documents(), NOW);
    EvaluationRelay relay =
        new EvaluationRelay(
            documents,
            stores,
            stores,
            links,
            new Voprf(GroupEngines.bouncyCastle())::decode,
            () -> NOW);
    port =
        new LinkListener(
                vertx,
                ca.party("gateway"),
                new AnyPort(),
                helloWait,
                documents,
                links,
                relay,
                new OpenCalls(),
                WireCapture.none())
            .start();
  }

  private record AnyPort() implements GatewayConfig.ListenerConfig {
    @Override
    public String host() {
      return GatewayHome.HOST;
    }

    @Override
    public int port() {
      return 0;
    }
  }

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

  @Test
  void aLinkOutlivesTheWaitForItsHello() throws Exception {
    listen(Duration.ofMillis(300));
    RawMember member = linked(PLATFORM);
    RawMember late = raw(PLATFORMS.get(1));

    // When the one without a Hello is gone, the wait of the one before it has passed as well.
    assertThat(late.isHungUpOn()).isTrue();
    CompletableFuture<AskReply> call = ask();
    member.send(asked(member.next().getAsk()));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void hangsUpOnWhomItRefuses() throws Exception {
    PartyId left = new PartyId("platform-z");
    played.enterPlatform(left);
    played.enterSuspended(left);
    listen(LONG);
    RawMember another = raw(PLATFORM).hello(PLATFORMS.get(1).value());
    RawMember suspended = raw(left).hello(left.value());
    RawMember unknown = raw(new PartyId("stranger")).hello("stranger");
    RawMember unnamed = kept(new RawMember(vertx, ca.issue("unnamed"), port)).hello("");
    RawMember bank = raw(BANK).hello(BANK.value());
    RawMember newer = raw(PLATFORM).hello(PLATFORM.value(), LinkLimits.VERSION + 1);
    RawMember older = raw(PLATFORM).hello(PLATFORM.value(), LinkLimits.VERSION - 1);
    RawMember unsaid = raw(PLATFORM).send(heartbeat());
    RawMember empty = raw(PLATFORM).send(FromMember.getDefaultInstance());

    for (RawMember refused :
        List.of(another, suspended, unknown, unnamed, bank, newer, older, unsaid, empty)) {
      assertThat(refused.isHungUpOn()).isTrue();
    }
    assertThat(links.linked()).isEmpty();
  }

  @Test
  void hangsUpOnAMemberThatSendsWhatIsNoFrameAndUnlinksIt() throws Exception {
    listen(LONG);
    byte[] unknownField = {(byte) 0xF8, 0x01, 0x01};
    byte[] junk = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

    assertThat(linked(PLATFORM).hello(PLATFORM.value()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).send(FromMember.getDefaultInstance()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).sendRaw(unknownField).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).sendRaw(junk).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    // Junk in place of the Hello as well.
    assertThat(raw(PLATFORM).sendRaw(junk).isHungUpOn()).isTrue();
  }

  /** ⚔ a few compressed bytes that become gigabytes, before anybody has said who they are. */
  @Test
  void hangsUpOnAStreamOfCompressedFrames() throws Exception {
    listen(LONG);

    assertThat(raw(PLATFORM).compressed().hello(PLATFORM.value()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  @Test
  void takesAFrameOfTheGreatestLengthAndHangsUpOnALongerOne() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    // Elements bring their tag and a length of 4 bytes; the length of the body grows by 3.
    int room = Limits.FRAME_MAX_BYTES - call(0).getSerializedSize() - (1 + 4 + 3);

    FromMember longest = call(room);
    assertThat(longest.getSerializedSize()).isEqualTo(Limits.FRAME_MAX_BYTES);
    member.send(longest);
    assertThat(member.next().getEvaluation().getRefusal().getProblem())
        .isEqualTo("malformed-request");
    member.send(call(room + 1));

    assertThat(member.isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
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

  @Test
  void takesOfOnePartyAsManyLinksAsThereMayBeAndNotOneMore() throws Exception {
    listen(LONG);
    List<RawMember> members = new ArrayList<>();
    for (int i = 0; i < LinkLimits.LINKS_PER_PARTY_MAX; i++) {
      members.add(linked(PLATFORM));
    }

    assertThat(raw(PLATFORM).hello(PLATFORM.value()).isHungUpOn()).isTrue();

    CompletableFuture<AskReply> call = ask();
    RawMember newest = members.getLast();
    newest.send(asked(newest.next().getAsk()));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void asksAnotherProcessOfAMemberWhenTheLinkOfTheFirstIsLost() throws Exception {
    listen(LONG);
    RawMember standingBy = linked(PLATFORM);
    RawMember asked = linked(PLATFORM);
    CompletableFuture<AskReply> call = ask();
    Ask first = asked.next().getAsk();

    asked.close();

    Ask again = standingBy.next().getAsk();
    assertThat(again.getQuery()).isEqualTo(first.getQuery());
    assertThat(again.getSealed()).isEqualTo(first.getSealed());
    standingBy.send(asked(again));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  /** A stream that ends half an answer short, as a cut cable leaves it. */
  @Test
  void aLinkCutInTheMiddleOfAnAnswerEndsTheCall() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    CompletableFuture<AskReply> call = ask();
    member.next();

    member.send(call(1 << 20));
    member.close();

    assertThat(call).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void aCallThatIsAnsweredMakesRoomForAnother() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);

    for (int i = 0; i <= LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      member.send(call(0));
      assertThat(member.next().getEvaluation().getRefusal().getProblem())
          .isEqualTo("malformed-request");
    }
  }

  /** ⚔ a member that reads and says nothing: its connection is never idle. */
  @Test
  void hangsUpOnAMemberThatFellSilent() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);

    assertThat(member.isHungUpOnWithin(LinkLimits.IDLE_TIMEOUT)).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  /** ⚔ a member that sends heartbeats and never reads. */
  @Test
  void hangsUpOnAMemberThatDoesNotRead() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    member.stopReading();
    String half = "d".repeat(Limits.FRAME_MAX_BYTES / 2 - 100);
    SignedDocuments large = new SignedDocuments(half, half, "", List.of());

    // What the transport itself takes is far below the rest.
    for (int i = 0; i < 3 * LinkLimits.QUEUED_MAX_BYTES / Limits.FRAME_MAX_BYTES; i++) {
      links.push(large);
      member.send(heartbeat());
    }

    assertThat(member.isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  private RawMember linked(PartyId party) throws Exception {
    RawMember member = raw(party).hello(party.value());
    assertThat(member.next().hasDocuments()).isTrue();
    return member;
  }

  private RawMember raw(PartyId party) throws Exception {
    return kept(new RawMember(vertx, ca.party(party.value()), port));
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

  private <T extends AutoCloseable> T kept(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private CompletableFuture<AskReply> ask() {
    return links.ask(PLATFORM, "query", Bytes.ascii("sealed"), LONG);
  }

  private static FromMember asked(Ask ask) {
    return FromMember.newBuilder().setAsked(AskReply.newBuilder().setCall(ask.getCall())).build();
  }

  private static FromMember heartbeat() {
    return FromMember.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)).build();
  }

  private static FromMember call(int elementBytes) {
    return FromMember.newBuilder()
        .setEvaluate(
            EvaluationCall.newBuilder()
                .setCall(5)
                .setElements(ByteString.copyFrom(new byte[elementBytes])))
        .build();
  }
}
