package io.heji.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.link.capture.WireCapture;
import io.heji.link.played.PlayedCa;
import io.heji.link.played.PlayedGateway;
import io.heji.link.played.PlayedStream;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The member's end against a played gateway over real TLS on the loopback address: what it answers,
 * what it refuses, and that it comes back.
 */
@Timeout(60)
class LinkIT {
  private static final PartyId MEMBER = new PartyId("platform-a");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final PlayedMember member = new PlayedMember();
  private final List<AutoCloseable> open = new ArrayList<>();
  private PlayedCa ca;
  private PlayedGateway gateway;

  @BeforeEach
  void listen() throws Exception {
    ca = new PlayedCa(folder.resolve("ca"), "federation");
    gateway = new PlayedGateway(vertx, ca.party("gateway"), 0);
    open.add(gateway);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  @Test
  void saysHelloUnderThePartyOfItsCertificateAndTakesDocuments() throws Exception {
    LinkClient client = dial();

    PlayedStream stream = gateway.nextStream();
    FromMember hello = stream.next();
    assertThat(hello.getHello().getParty()).isEqualTo(MEMBER.value());
    assertThat(hello.getHello().getVersion()).isEqualTo(LinkLimits.VERSION);
    assertThat(stream.certificateParty()).contains(MEMBER);

    stream.send(documents("one"));
    stream.send(documents("two"));
    assertThat(member.documents.poll(20, SECONDS)).isEqualTo("one");
    assertThat(member.documents.poll(20, SECONDS)).isEqualTo("two");
    assertThat(client.connected()).isTrue();
  }

  @Test
  void saysThatItIsReady() {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    client.ready(3);

    assertThat(stream.next().getReady().getEpoch()).isEqualTo(3);
  }

  @Test
  void answersEachCallUnderItsNumber() {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    stream.send(evaluate(7, "request"));
    EvaluateReply evaluated = stream.next().getEvaluated();
    stream.send(FromGateway.newBuilder().setAsk(Ask.newBuilder().setCall(8)).build());
    AskReply asked = stream.next().getAsked();

    assertThat(evaluated.getCall()).isEqualTo(7);
    assertThat(evaluated.getEvaluated().getElements().toStringUtf8()).isEqualTo("request");
    assertThat(asked.getCall()).isEqualTo(8);
    assertThat(asked.getContribution().getDataAsOf()).isEqualTo(1);
  }

  @Test
  void aCallWaitsForTheDocumentsThatCameBeforeIt() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    member.documentsMayBeTaken = new CountDownLatch(1);

    stream.send(documents("new roster"));
    stream.send(evaluate(1, "under the new roster"));
    assertThat(stream.sendsWithin(millis(500))).isFalse();
    assertThat(member.documents).isEmpty();
    member.documentsMayBeTaken.countDown();

    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(1);
    assertThat(member.documents).containsExactly("new roster");
  }

  @Test
  void takesDocumentsOneAfterTheOther() throws Exception {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    CountDownLatch first = new CountDownLatch(1);
    member.documentsMayBeTaken = first;
    stream.send(documents("one"));
    assertThat(member.begun.poll(20, SECONDS)).isEqualTo("one");
    member.documentsMayBeTaken = new CountDownLatch(0);

    stream.send(documents("two"));

    assertThat(member.begun.poll(500, TimeUnit.MILLISECONDS)).isNull();
    first.countDown();
    assertThat(member.documents.poll(20, SECONDS)).isEqualTo("one");
    assertThat(member.documents.poll(20, SECONDS)).isEqualTo("two");
  }

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
  void answersInternalWhenItsHandlerFailsAndGoesOn() {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    stream.send(evaluate(1, PlayedMember.FAIL));
    assertThat(stream.next().getEvaluated().getRefusal().getProblem()).isEqualTo("internal");
    stream.send(evaluate(2, "again"));
    assertThat(stream.next().getEvaluated().getCall()).isEqualTo(2);
  }

  @Test
  void refusesMoreCallsAtATimeThanTheLimit() {
    dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    member.evaluationsMayEnd = new CountDownLatch(1);

    for (int call = 1; call <= LinkLimits.CALLS_IN_FLIGHT_MAX; call++) {
      stream.send(evaluate(call, "slow"));
    }
    stream.send(evaluate(1000, "one too many"));

    EvaluateReply refused = stream.next().getEvaluated();
    assertThat(refused.getCall()).isEqualTo(1000);
    assertThat(refused.getRefusal().getProblem()).isEqualTo("too-busy");
    member.evaluationsMayEnd.countDown();
    for (int call = 1; call <= LinkLimits.CALLS_IN_FLIGHT_MAX; call++) {
      assertThat(stream.next().getEvaluated().hasEvaluated()).isTrue();
    }
    // What is answered makes room.
    stream.send(evaluate(1001, "one more"));
    assertThat(stream.next().getEvaluated().hasEvaluated()).isTrue();
  }

  @Test
  void eachEvaluationResultReachesItsCaller() throws Exception {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();

    CompletableFuture<EvaluationResult> first = client.evaluate("first", Bytes.ascii("1"));
    CompletableFuture<EvaluationResult> second = client.evaluate("second", Bytes.ascii("2"));
    FromMember one = stream.next();
    FromMember two = stream.next();
    stream.send(result(two));
    stream.send(result(one));

    assertThat(first.get(20, SECONDS).getAnswers().getAnswers(0).getTokeniser()).isEqualTo("first");
    assertThat(second.get(20, SECONDS).getAnswers().getAnswers(0).getTokeniser())
        .isEqualTo("second");
  }

  @Test
  void refusesToAskMoreThanTheLimitAtATime() throws Exception {
    LinkClient client = dial();
    PlayedStream stream = gateway.nextStreamAfterHello();
    CompletableFuture<EvaluationResult> first = client.evaluate("first", Bytes.EMPTY);
    for (int i = 1; i < LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      client.evaluate("waiting", Bytes.EMPTY).isDone();
    }

    EvaluationResult oneTooMany = client.evaluate("too many", Bytes.EMPTY).get(20, SECONDS);

    assertThat(oneTooMany.getRefusal().getProblem()).isEqualTo("too-busy");
    // What is answered makes room.
    stream.send(result(stream.next()));
    assertThat(first.get(20, SECONDS).hasAnswers()).isTrue();
    assertThat(client.evaluate("one more", Bytes.EMPTY)).isNotDone();
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
  void aCallWithoutALinkFailsAtOnce() {
    gateway.close();
    LinkClient client = dial(new LinkTimes(LONG, LONG, LONG, LONG, LONG));

    // The first may end with the attempt to dial, which is not made again here.
    for (int i = 0; i < 2; i++) {
      CompletableFuture<EvaluationResult> call = client.evaluate("request", Bytes.EMPTY);
      assertThatThrownBy(() -> call.get(20, SECONDS)).hasCauseInstanceOf(LinkLostException.class);
    }
    assertThat(client.connected()).isFalse();
  }

  @Test
  void anAnswerThatNeverComesEndsTheCall() {
    LinkClient client = dial(new LinkTimes(LONG, millis(10), millis(50), LONG, millis(200)));
    gateway.nextStreamAfterHello();

    CompletableFuture<EvaluationResult> call = client.evaluate("request", Bytes.EMPTY);

    assertThatThrownBy(() -> call.get(20, SECONDS)).hasCauseInstanceOf(TimeoutException.class);
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

  /** Hangs up when the link has lasted a moment. */
  private void hangUpAfterOneAnswer() throws Exception {
    PlayedStream stream = gateway.nextStreamAfterHello();
    stream.send(evaluate(1, "linked"));
    stream.next();
    assertThat(stream.sendsWithin(millis(20))).isFalse();
    stream.hangUp();
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

  private LinkClient dial() {
    return dial(standard());
  }

  private LinkClient dial(LinkTimes times) {
    try {
      return dial(gateway.port(), ca.party(MEMBER.value()), times);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private LinkClient dial(int port, LinkTls tls, LinkTimes times) {
    LinkClient client =
        new LinkClient(
            vertx,
            new LinkSettings(MEMBER, PlayedGateway.HOST, port, tls),
            times,
            member,
            Randomness.of(new SecureRandom()),
            WireCapture.none());
    open.add(client);
    client.start();
    return client;
  }

  private static LinkTimes standard() {
    return new LinkTimes(LONG, millis(10), millis(50), LONG, LONG);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static FromGateway documents(String directory) {
    return FromGateway.newBuilder()
        .setDocuments(Documents.newBuilder().setDirectory(directory))
        .build();
  }

  private static FromGateway evaluate(long call, String request) {
    return FromGateway.newBuilder()
        .setEvaluate(Evaluate.newBuilder().setCall(call).setRequest(request))
        .build();
  }

  private static FromGateway evaluateOf(int elementBytes) {
    ByteString elements = ByteString.copyFrom(new byte[elementBytes]);
    return FromGateway.newBuilder()
        .setEvaluate(Evaluate.newBuilder().setCall(5).setElements(elements))
        .build();
  }

  private static FromGateway result(FromMember call) {
    EvaluationResult.Builder result = EvaluationResult.newBuilder();
    result.setCall(call.getEvaluate().getCall());
    result.getAnswersBuilder().addAnswersBuilder().setTokeniser(call.getEvaluate().getRequest());
    return FromGateway.newBuilder().setEvaluation(result).build();
  }

  /** A member that echoes. */
  private static final class PlayedMember implements LinkHandler {
    static final String FAIL = "fail";

    final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    final BlockingQueue<String> documents = new LinkedBlockingQueue<>();
    volatile CountDownLatch documentsMayBeTaken = new CountDownLatch(0);
    private final AtomicInteger failures = new AtomicInteger();
    volatile CountDownLatch evaluationsMayEnd = new CountDownLatch(0);
    volatile int answerBytes;

    @Override
    public void documents(Documents frame) {
      CountDownLatch mayBeTaken = documentsMayBeTaken;
      begun.add(frame.getDirectory());
      await(mayBeTaken);
      if (frame.getDirectory().equals(FAIL) && failures.getAndIncrement() == 0) {
        throw new IllegalStateException("played");
      }
      documents.add(frame.getDirectory());
    }

    @Override
    public EvaluateReply evaluate(Evaluate frame) {
      await(evaluationsMayEnd);
      if (frame.getRequest().equals(FAIL)) {
        throw new IllegalStateException("a handler fails");
      }
      EvaluateReply.Builder reply = EvaluateReply.newBuilder().setCall(frame.getCall());
      reply.getEvaluatedBuilder().setProof(ByteString.copyFrom(new byte[answerBytes]));
      reply.getEvaluatedBuilder().setElements(ByteString.copyFromUtf8(frame.getRequest()));
      return reply.build();
    }

    @Override
    public Supplier<AskReply> asked(Ask frame) {
      AskReply.Builder reply = AskReply.newBuilder().setCall(frame.getCall());
      reply.getContributionBuilder().setDataAsOf(1);
      return reply::build;
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
