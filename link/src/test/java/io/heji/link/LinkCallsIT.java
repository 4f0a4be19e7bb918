package io.heji.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.link.played.PlayedStream;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a member and a gateway say to each other: hello, documents, calls and their answers. */
class LinkCallsIT extends DialledLink {
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

  private static FromGateway result(FromMember call) {
    EvaluationResult.Builder result = EvaluationResult.newBuilder();
    result.setCall(call.getEvaluate().getCall());
    result.getAnswersBuilder().addAnswersBuilder().setTokeniser(call.getEvaluate().getRequest());
    return FromGateway.newBuilder().setEvaluation(result).build();
  }
}
