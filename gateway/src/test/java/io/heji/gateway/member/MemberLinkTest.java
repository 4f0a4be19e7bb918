package io.heji.gateway.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.link.LinkLimits;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import io.heji.protocol.frame.Hello;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One member's link without a network. */
@Timeout(60)
class MemberLinkTest {
  private static final PartyId MEMBER = new PartyId("platform-a");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final PlayedOutgoing out = new PlayedOutgoing();
  private final PlayedOwner owner = new PlayedOwner();
  private final MemberLink link = new MemberLink(MEMBER, out, WireCapture.none(), owner);

  @Test
  void eachReplyReachesItsCall() throws Exception {
    CompletableFuture<AskReply> first = ask(LONG);
    long firstCall = out.last().getAsk().getCall();
    CompletableFuture<AskReply> second = ask(LONG);
    long secondCall = out.last().getAsk().getCall();
    CompletableFuture<EvaluateReply> third = link.evaluate("request", Bytes.EMPTY, LONG);
    long thirdCall = out.last().getEvaluate().getCall();

    assertThat(link.received(asked(secondCall))).isTrue();
    assertThat(link.received(evaluated(thirdCall))).isTrue();
    assertThat(link.received(asked(firstCall))).isTrue();

    assertThat(first.get(20, TimeUnit.SECONDS).getCall()).isEqualTo(firstCall);
    assertThat(second.get(20, TimeUnit.SECONDS).getCall()).isEqualTo(secondCall);
    assertThat(third.get(20, TimeUnit.SECONDS).getCall()).isEqualTo(thirdCall);
  }

  @Test
  void aReplyOfAnotherKindOrNumberAnswersNothing() {
    CompletableFuture<AskReply> waiting = ask(LONG);
    long call = out.last().getAsk().getCall();

    link.received(evaluated(call));
    link.received(asked(call + 1));

    assertThat(waiting).isNotDone();
  }

  @Test
  void sendsNoMoreCallsAtATimeThanTheLimitAndOneMoreWhenOneHasEnded() throws Exception {
    List<CompletableFuture<AskReply>> calls = new ArrayList<>();
    for (int i = 0; i < LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      calls.add(ask(LONG));
    }

    assertUnavailable(ask(LONG), Why.BUSY);
    assertUnavailable(link.evaluate("request", Bytes.EMPTY, LONG), Why.BUSY);
    assertThat(out.frames).hasSize(LinkLimits.CALLS_IN_FLIGHT_MAX);

    link.received(asked(out.frames.getFirst().getAsk().getCall()));
    calls.getFirst().get(20, TimeUnit.SECONDS);
    assertThat(ask(LONG)).isNotDone();
  }

  @Test
  void aLateReplyIsIgnoredAndItsPlaceIsFree() throws Exception {
    for (int i = 0; i < LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      assertUnavailable(ask(SHORT), Why.LATE);
    }
    long late = out.last().getAsk().getCall();
    CompletableFuture<AskReply> next = ask(LONG);
    long call = out.last().getAsk().getCall();

    assertThat(link.received(asked(late))).isTrue();
    assertThat(next).isNotDone();
    link.received(asked(call));
    assertThat(next.get(20, TimeUnit.SECONDS).getCall()).isEqualTo(call);
  }

  @Test
  void everyCallEndsWithTheLink() {
    CompletableFuture<AskReply> asked = ask(LONG);
    CompletableFuture<EvaluateReply> evaluated = link.evaluate("request", Bytes.EMPTY, LONG);

    link.close();

    assertThat(out.closed).isTrue();
    assertUnavailable(asked, Why.LINK_LOST);
    assertUnavailable(evaluated, Why.LINK_LOST);
    assertUnavailable(ask(LONG), Why.LINK_LOST);
    assertThat(out.frames).hasSize(2);
  }

  /** ⚔ a member that sends heartbeats and never reads. */
  @Test
  void givesUpAMemberThatDoesNotReadWhenTheLimitIsPassed() {
    out.reads = false;
    Bytes element = Bytes.copyOf(new byte[1 << 20]);
    int frames = 0;
    while (owner.stuck.isEmpty()) {
      assertThat(frames).isLessThan(LinkLimits.CALLS_IN_FLIGHT_MAX);
      link.evaluate("request", element, LONG).isDone();
      frames++;
    }

    assertThat(owner.stuck).containsExactly(link);
    // The frame that would pass the limit is not written any more.
    assertThat(out.frames).hasSize(frames - 1);
    assertThat(sizeOf(out)).isLessThanOrEqualTo(LinkLimits.QUEUED_MAX_BYTES);
    assertThat(sizeOf(out) + (1 << 20)).isGreaterThan(LinkLimits.QUEUED_MAX_BYTES - 1024);
  }

  @Test
  void whatIsReadNoLongerCounts() {
    out.reads = false;
    Bytes element = Bytes.copyOf(new byte[1 << 20]);
    for (int i = 0; i < LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      link.evaluate("request", element, LONG).isDone();
      out.readAll();
    }

    assertThat(owner.stuck).isEmpty();
  }

  @Test
  void sendsAFrameOfTheGreatestLengthAndNotALongerOne() {
    SignedDocuments longest = documents(Limits.FRAME_MAX_BYTES);
    assertThat(DocumentsFrame.fits(longest)).isTrue();
    link.push(longest);
    assertThat(out.last().getSerializedSize()).isEqualTo(Limits.FRAME_MAX_BYTES);

    SignedDocuments longer = documents(Limits.FRAME_MAX_BYTES + 1);
    assertThat(DocumentsFrame.fits(longer)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> link.push(longer));
    assertThat(out.frames).hasSize(1);
  }

  @Test
  void aMemberIsSilentOnceTooManyHeartbeatsHaveGoneUnanswered() {
    for (int i = 0; i < LinkLimits.SILENT_HEARTBEATS_MAX; i++) {
      assertThat(link.beat(i)).isTrue();
    }
    link.received(FromMember.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());
    for (int i = 0; i < LinkLimits.SILENT_HEARTBEATS_MAX; i++) {
      assertThat(link.beat(i)).isTrue();
    }
    assertThat(link.beat(0)).isFalse();
  }

  @Test
  void handsOnTheMembersOwnCallsAndTakesNoSecondHelloAndNoEmptyFrame() {
    EvaluationCall call = EvaluationCall.newBuilder().setCall(3).build();
    assertThat(link.received(FromMember.newBuilder().setEvaluate(call).build())).isTrue();
    assertThat(owner.calls).containsExactly(call);

    Hello hello = Hello.newBuilder().setParty(MEMBER.value()).build();
    assertThat(link.received(FromMember.newBuilder().setHello(hello).build())).isFalse();
    assertThat(link.received(FromMember.getDefaultInstance())).isFalse();
  }

  private CompletableFuture<AskReply> ask(Duration timeout) {
    return link.ask("query", Bytes.EMPTY, timeout);
  }

  private static FromMember asked(long call) {
    return FromMember.newBuilder().setAsked(AskReply.newBuilder().setCall(call)).build();
  }

  private static FromMember evaluated(long call) {
    return FromMember.newBuilder().setEvaluated(EvaluateReply.newBuilder().setCall(call)).build();
  }

  /** Documents whose frame has this size. */
  private static SignedDocuments documents(int frameBytes) {
    SignedDocuments empty = new SignedDocuments("", "", "", List.of());
    // Two texts bring a tag and a length of 3 bytes each; the length of the body grows by 3.
    int overhead = DocumentsFrame.of(empty).getSerializedSize() + 2 * (1 + 3) + 3;
    int half = (frameBytes - overhead) / 2;
    SignedDocuments documents =
        new SignedDocuments(
            "d".repeat(half), "p".repeat(frameBytes - overhead - half), "", List.of());
    assertThat(DocumentsFrame.of(documents).getSerializedSize()).isEqualTo(frameBytes);
    return documents;
  }

  private static int sizeOf(PlayedOutgoing out) {
    return out.frames.stream().mapToInt(frame -> frame.getSerializedSize()).sum();
  }

  private static void assertUnavailable(CompletableFuture<?> call, Why why) {
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MemberUnavailableException.class,
            unavailable -> assertThat(unavailable.why()).isEqualTo(why));
  }

  private static final class PlayedOwner implements MemberLink.Owner {
    final List<EvaluationCall> calls = new ArrayList<>();
    final List<MemberLink> stuck = new ArrayList<>();

    @Override
    public void evaluationCall(MemberLink link, EvaluationCall call) {
      calls.add(call);
    }

    @Override
    public void stuck(MemberLink link) {
      stuck.add(link);
    }
  }
}
