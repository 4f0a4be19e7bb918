package io.heji.gateway.member;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.link.LinkLimits;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One member's stream: numbers calls, matches replies, gives up after the time limit, and hangs up
 * on a member that does not read. Thread-safe.
 */
public final class MemberLink {
  private final PartyId member;
  private final Outgoing out;
  private final WireCapture capture;
  private final Owner owner;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger silentHeartbeats = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Semaphore places = new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX);
  private final Map<Long, CompletableFuture<AskReply>> asked = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<EvaluateReply>> evaluated = new ConcurrentHashMap<>();

  // The latest epoch whose book is tokenised; written by the stream's context alone.
  private volatile long readyEpoch;

  // Set once, by whoever ends the stream; read by callers.
  private volatile boolean closed;

  /** The stream's outgoing side. Frames leave in the order in which they are written. */
  public interface Outgoing {
    /** Writes a frame; done when it is on its way and no longer in memory here. */
    CompletableFuture<Void> write(FromGateway frame);

    /** Ends the stream and its connection. */
    void close();
  }

  /** Whose link it is. */
  public interface Owner {
    /** The member's own call; must not block. */
    void evaluationCall(MemberLink link, EvaluationCall call);

    /** The member does not read: the link is of no use and is to be ended. */
    void stuck(MemberLink link);
  }

  /** A link whose member has shown who it is. */
  public MemberLink(PartyId member, Outgoing out, WireCapture capture, Owner owner) {
    this.member = member;
    this.out = out;
    this.capture = capture;
    this.owner = owner;
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
        owner.evaluationCall(this, frame.getEvaluate());
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
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(new MemberUnavailableException(member, Why.BUSY));
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
                throw new MemberUnavailableException(member, Why.LATE);
              }
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            })
        .whenComplete(
            (_, _) -> {
              calls.remove(number);
              places.release();
            });
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
    send(DocumentsFrame.of(documents));
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
    if (closed) {
      return;
    }
    int size = frame.getSerializedSize();
    if (size > Limits.FRAME_MAX_BYTES) {
      // Safe: documents were measured when they were adopted, and all else has limits far below.
      throw new IllegalStateException("bug: a frame that no member takes");
    }
    if (queuedBytes.addAndGet(size) > LinkLimits.QUEUED_MAX_BYTES) {
      owner.stuck(this);
      return;
    }
    if (frame.getBodyCase() != FromGateway.BodyCase.HEARTBEAT) {
      capture.sent(member.value(), frame);
    }
    // What fails to be written is never taken off: the stream has failed and ends.
    var _ = out.write(frame).thenRun(() -> queuedBytes.addAndGet(-size));
  }

  /** Ends the stream and every call on it. */
  public void close() {
    closed = true;
    asked.values().forEach(reply -> reply.completeExceptionally(lost()));
    evaluated.values().forEach(reply -> reply.completeExceptionally(lost()));
    out.close();
  }

  private MemberUnavailableException lost() {
    return new MemberUnavailableException(member, Why.LINK_LOST);
  }

  private static ByteString bytes(Bytes content) {
    return ByteString.copyFrom(content.toByteArray());
  }
}
