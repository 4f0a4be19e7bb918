package io.heji.gateway.member;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.link.LinkLimits;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * One member's stream: numbers calls, matches replies, gives up after the time limit. Frames are
 * written on the stream's own context.
 */
public final class MemberLink {
  private final PartyId member;
  private final Context context;
  private final GrpcServerResponse<FromMember, FromGateway> out;
  private final WireCapture capture;
  private final BiConsumer<MemberLink, EvaluationCall> evaluationCalls;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger silentHeartbeats = new AtomicInteger();
  private final Map<Long, CompletableFuture<AskReply>> asked = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<EvaluateReply>> evaluated = new ConcurrentHashMap<>();

  // The latest epoch whose book is tokenised; written by the stream's context alone.
  private volatile long readyEpoch;

  // Set once, by whoever ends the stream; read by callers.
  private volatile boolean closed;

  /**
   * A link whose member has shown who it is.
   *
   * @param evaluationCalls takes the member's own calls; must not block
   */
  public MemberLink(
      PartyId member,
      Context context,
      GrpcServerResponse<FromMember, FromGateway> out,
      WireCapture capture,
      BiConsumer<MemberLink, EvaluationCall> evaluationCalls) {
    this.member = member;
    this.context = context;
    this.out = out;
    this.capture = capture;
    this.evaluationCalls = evaluationCalls;
  }

  public PartyId member() {
    return member;
  }

  /** Whether the member has said on this link that its book of the epoch is tokenised. */
  boolean isReady(long epoch) {
    return epoch <= readyEpoch;
  }

  /** A frame came in. Returns false for one that has no business here. */
  public boolean received(FromMember frame) {
    silentHeartbeats.set(0);
    if (frame.getBodyCase() != FromMember.BodyCase.HEARTBEAT) {
      capture.received(member.value(), frame);
    }
    return switch (frame.getBodyCase()) {
      case EVALUATED -> complete(evaluated, frame.getEvaluated().getCall(), frame.getEvaluated());
      case ASKED -> complete(asked, frame.getAsked().getCall(), frame.getAsked());
      case EVALUATE -> {
        evaluationCalls.accept(this, frame.getEvaluate());
        yield true;
      }
      case READY -> {
        readyEpoch = Math.max(readyEpoch, frame.getReady().getEpoch());
        yield true;
      }
      case HEARTBEAT -> true;
      // A second Hello would change who this stream speaks for.
      case HELLO, BODY_NOT_SET -> false;
    };
  }

  /** A reply to a call that has ended, by time-out, is dropped: it is late, not wrong. */
  private static <T> boolean complete(Map<Long, CompletableFuture<T>> calls, long call, T reply) {
    CompletableFuture<T> waiting = calls.remove(call);
    if (waiting != null) {
      waiting.completeAsync(() -> reply);
    }
    return true;
  }

  CompletableFuture<AskReply> ask(String query, Bytes sealed, Duration timeout) {
    return call(
        asked,
        timeout,
        number ->
            FromGateway.newBuilder()
                .setAsk(Ask.newBuilder().setCall(number).setQuery(query).setSealed(bytes(sealed)))
                .build());
  }

  CompletableFuture<EvaluateReply> evaluate(String request, Bytes elements, Duration timeout) {
    return call(
        evaluated,
        timeout,
        number ->
            FromGateway.newBuilder()
                .setEvaluate(
                    Evaluate.newBuilder()
                        .setCall(number)
                        .setRequest(request)
                        .setElements(bytes(elements)))
                .build());
  }

  private <T> CompletableFuture<T> call(
      Map<Long, CompletableFuture<T>> calls, Duration timeout, LongFrame frame) {
    if (calls.size() >= LinkLimits.CALLS_IN_FLIGHT_MAX) {
      return CompletableFuture.failedFuture(
          new MemberUnavailableException("too many calls to `" + member + "` are in flight"));
    }
    long number = numbers.incrementAndGet();
    CompletableFuture<T> reply = new CompletableFuture<>();
    calls.put(number, reply);
    if (closed) {
      // Looked at after the call is listed: either close() sees the call or this sees close().
      reply.completeExceptionally(lost());
    } else {
      send(frame.of(number));
    }
    return reply
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              if (failure instanceof TimeoutException) {
                throw new MemberUnavailableException("`" + member + "` did not answer in time");
              }
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            })
        .whenComplete((_, _) -> calls.remove(number));
  }

  private interface LongFrame {
    FromGateway of(long number);
  }

  /** Answers an evaluation call of the member. */
  public void answer(EvaluationResult result) {
    send(FromGateway.newBuilder().setEvaluation(result).build());
  }

  /** Hands over the documents that everybody goes by. */
  public void push(SignedDocuments documents) {
    Documents frame =
        Documents.newBuilder()
            .setDirectory(documents.directory())
            .setPolicy(documents.policy())
            .setRoster(documents.roster())
            .addAllKeyStatements(documents.keyStatements())
            .build();
    send(FromGateway.newBuilder().setDocuments(frame).build());
  }

  /** Says that the gateway is alive. Returns false when the member has been silent for too long. */
  public boolean beat(long sequence) {
    if (silentHeartbeats.incrementAndGet() > LinkLimits.SILENT_HEARTBEATS_MAX) {
      return false;
    }
    Heartbeat heartbeat = Heartbeat.newBuilder().setSequence(sequence).build();
    send(FromGateway.newBuilder().setHeartbeat(heartbeat).build());
    return true;
  }

  private void send(FromGateway frame) {
    if (frame.getBodyCase() != FromGateway.BodyCase.HEARTBEAT) {
      capture.sent(member.value(), frame);
    }
    context.runOnContext(_ -> out.write(frame));
  }

  /** Ends the stream and every call on it. */
  public void close() {
    closed = true;
    asked.values().forEach(reply -> reply.completeExceptionally(lost()));
    evaluated.values().forEach(reply -> reply.completeExceptionally(lost()));
    context.runOnContext(_ -> out.cancel());
  }

  private MemberUnavailableException lost() {
    return new MemberUnavailableException("the link to `" + member + "` was lost");
  }

  private static ByteString bytes(Bytes content) {
    return ByteString.copyFrom(content.toByteArray());
  }
}
