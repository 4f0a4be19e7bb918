package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heji.link.played.PlayedCa;
import io.heji.link.played.PlayedGateway;
import io.heji.link.played.PlayedStream;
import io.heji.protocol.Limits;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.FromGateway;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a member hangs up on, whom neither end talks to, and whom it keeps all the same. */
class LinkHangUpIT extends DialledLink {
  @Test
  void hangsUpOnAFrameWithAnUnknownField() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    byte[] unknownField = {(byte) 0xF8, 0x01, 0x01};

    stream.send(evaluate(1, "all right"));
    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(1);
    stream.sendRaw(unknownField);

    assertThat(stream.isClosedByMember()).isTrue();
    assertThat(gateway.nextStreamAfterHello()).isNotNull();
  }

  @Test
  void hangsUpOnAFrameWithoutABody() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    stream.send(FromGateway.getDefaultInstance());
    stream.send(documents("after the end"));

    assertThat(stream.isClosedByMember()).isTrue();
    assertThat(gateway.nextStreamAfterHello()).isNotNull();
    assertThat(member.documents).isEmpty();
  }

  /** ⚔ a few compressed bytes that become gigabytes: its limit would count the few. */
  @Test
  void hangsUpOnAStreamOfCompressedFrames() throws Exception {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    stream.sendCompressed(documents("compressed"));

    assertThat(stream.isClosedByMember()).isTrue();
    assertThat(client.connected()).isFalse();
    assertThat(member.documents).isEmpty();
  }

  @Test
  void takesAFrameOfTheGreatestLengthAndHangsUpOnALongerOne() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    FromGateway empty = evaluateOf(0);
    // Elements bring their tag and a length of 4 bytes; the length of the body grows by 3.
    int room = Limits.FRAME_MAX_BYTES - empty.getSerializedSize() - (1 + 4 + 3);

    FromGateway longest = evaluateOf(room);
    assertThat(longest.getSerializedSize()).isEqualTo(Limits.FRAME_MAX_BYTES);
    stream.send(longest);
    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(5);
    stream.send(evaluateOf(room + 1));

    assertThat(stream.isClosedByMember()).isTrue();
  }

  @Test
  void takesAsManyDocumentsAsMayWaitAndHangsUpOnOneMore() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    member.documentsMayBeTaken = new CountDownLatch(1);

    for (int i = 0; i < LinkLimits.DOCUMENTS_WAITING_MAX; i++) {
      stream.send(documents("set " + i));
    }
    member.documentsMayBeTaken.countDown();
    for (int i = 0; i < LinkLimits.DOCUMENTS_WAITING_MAX; i++) {
      assertThat(member.documents.poll(20, TimeUnit.SECONDS)).isEqualTo("set " + i);
    }
    // Still linked: a call comes back.
    stream.send(evaluate(1, "still here"));
    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(1);
    // What is taken makes room.
    stream.send(documents("one more"));
    assertThat(member.documents.poll(20, TimeUnit.SECONDS)).isEqualTo("one more");
    member.documentsMayBeTaken = new CountDownLatch(1);
    for (int i = 0; i <= LinkLimits.DOCUMENTS_WAITING_MAX; i++) {
      stream.send(documents("more"));
    }

    assertThat(stream.isClosedByMember()).isTrue();
    member.documentsMayBeTaken.countDown();
  }

  @Test
  void hangsUpOnAGatewayThatAsksAndDoesNotRead() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    member.answerBytes = 1 << 20;
    stream.stopReading();

    // What the transport itself takes is far below the rest.
    int answers = 2 * LinkLimits.QUEUED_MAX_BYTES / member.answerBytes;
    for (int call = 0; call < answers; call++) {
      stream.send(evaluate(call, "much"));
    }

    assertThat(stream.isClosedByMember()).isTrue();
    assertThat(gateway.nextStreamAfterHello()).isNotNull();
  }

  @Test
  void keepsAGatewayThatReadsHoweverMuchItAsksFor() {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    member.answerBytes = Limits.FRAME_MAX_BYTES / 2;

    for (int call = 0; call <= LinkLimits.QUEUED_MAX_BYTES / member.answerBytes; call++) {
      stream.send(evaluate(call, "much"));
      assertThat(stream.next().getEvaluated().getCall()).isEqualTo(call);
    }
  }

  @Test
  void doesNotTalkToAGatewayOfAnotherCa() throws Exception {
    PlayedCa other = new PlayedCa(folder.resolve("other"), "federation");
    PlayedGateway impostor = new PlayedGateway(vertx, other.party("gateway"), 0);
    open.add(impostor);
    LinkClient client = dial(impostor.port(), ca.party(MEMBER.value()), standard());

    assertThat(impostor.isDialledWithin(SECOND)).isFalse();
    assertThat(client.connected()).isFalse();
  }

  @Test
  void theGatewayTakesNoMemberOfAnotherCa() throws Exception {
    PlayedCa other = new PlayedCa(folder.resolve("other"), "federation");
    LinkTls foreign = other.party(MEMBER.value());
    LinkTls mixed = new LinkTls(foreign.certificate(), foreign.key(), ca.party("trusted").ca());
    dial(gateway.port(), mixed, standard());

    assertThat(gateway.isDialledWithin(SECOND)).isFalse();
  }

  @Test
  void neitherEndTakesACertificateThatHasExpired() throws Exception {
    dial(gateway.port(), ca.expired("expired-member", MEMBER.value()), standard());
    PlayedGateway expired = new PlayedGateway(vertx, ca.expired("expired-gateway", "gateway"), 0);
    open.add(expired);
    dial(expired.port(), ca.party(MEMBER.value()), standard());

    assertThat(gateway.isDialledWithin(SECOND)).isFalse();
    assertThat(expired.isDialledWithin(SECOND)).isFalse();
  }

  private static FromGateway evaluateOf(int elementBytes) {
    ByteString elements = ByteString.copyFrom(new byte[elementBytes]);
    return FromGateway.newBuilder()
        .setEvaluate(Evaluate.newBuilder().setCall(5).setElements(elements))
        .build();
  }
}
