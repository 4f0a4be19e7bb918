package io.heji.link;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Ready;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member's end of the link: keeps one connection to the gateway, hands frames to the {@link
 * LinkHandler}, and lets an agent ask for evaluations.
 *
 * <p>All state of the connection belongs to one Vert.x context; handlers run on virtual threads.
 */
public final class LinkClient implements AutoCloseable {
  private final Vertx vertx;
  private final Context context;
  private final LinkSettings settings;
  private final LinkTimes times;
  private final LinkHandler handler;
  private final WireCapture capture;
  private final LinkLog log = new LinkLog();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore callsInFlight = new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX);
  private final Semaphore documentsWaiting = new Semaphore(LinkLimits.DOCUMENTS_WAITING_MAX);
  private final Semaphore asking = new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX);
  private final Map<Long, CompletableFuture<EvaluationResult>> calls = new ConcurrentHashMap<>();
  private final AtomicLong callNumbers = new AtomicLong();

  // Owned by the context from here on.
  private final BackOff backOff;
  private @Nullable LinkConnection connection;
  private @Nullable Long heartbeatTimer;
  private @Nullable Long stableTimer;
  // Done when the documents that came so far are adopted or refused.
  private CompletableFuture<Void> documentsTaken = CompletableFuture.completedFuture(null);
  // Written by the context, read by anybody.
  private volatile boolean connected;
  private volatile boolean closed;

  public LinkClient(
      Vertx vertx,
      LinkSettings settings,
      LinkHandler handler,
      Randomness randomness,
      WireCapture capture) {
    this(vertx, settings, LinkTimes.STANDARD, handler, randomness, capture);
  }

  LinkClient(
      Vertx vertx,
      LinkSettings settings,
      LinkTimes times,
      LinkHandler handler,
      Randomness randomness,
      WireCapture capture) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.times = times;
    this.handler = handler;
    this.capture = capture;
    this.backOff = new BackOff(times.reconnectMin(), times.reconnectMax(), randomness);
  }

  /** Dials, and keeps dialling until {@link #close}. */
  public void start() {
    context.runOnContext(
        _ -> {
          heartbeatTimer = vertx.setPeriodic(times.heartbeat().toMillis(), _ -> beat());
          dial();
        });
  }

  /** Whether the gateway has answered on the present connection. */
  public boolean connected() {
    return connected;
  }

  /**
   * Asks the tokenisers, through the gateway, to evaluate elements.
   *
   * @return the result, a refusal among them; or a {@link LinkLostException} or time-out
   */
  public CompletableFuture<EvaluationResult> evaluate(String request, Bytes elements) {
    long call = callNumbers.incrementAndGet();
    if (!asking.tryAcquire()) {
      return CompletableFuture.completedFuture(
          EvaluationResult.newBuilder()
              .setCall(call)
              .setRefusal(refusal(ProblemType.TOO_BUSY))
              .build());
    }
    CompletableFuture<EvaluationResult> result = new CompletableFuture<>();
    calls.put(call, result);
    EvaluationCall frame =
        EvaluationCall.newBuilder()
            .setCall(call)
            .setRequest(request)
            .setElements(ByteString.copyFrom(elements.toByteArray()))
            .build();
    context.runOnContext(
        _ -> {
          if (!send(FromMember.newBuilder().setEvaluate(frame).build())) {
            result.completeExceptionally(new LinkLostException("no link to the gateway"));
          }
        });
    return result
        .orTimeout(times.evaluation().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (_, _) -> {
              calls.remove(call);
              asking.release();
            });
  }

  /**
   * Tells the gateway that the book of an epoch is tokenised; on this link only, if there is one.
   */
  public void ready(long epoch) {
    Ready frame = Ready.newBuilder().setEpoch(epoch).build();
    context.runOnContext(_ -> send(FromMember.newBuilder().setReady(frame).build()));
  }

  private void dial() {
    if (closed) {
      return;
    }
    LinkConnection dialled = new LinkConnection(vertx, settings, capture, new Owner());
    connection = dialled;
    dialled.dial();
  }

  private void beat() {
    LinkConnection present = connection;
    if (present != null) {
      present.beat();
    }
  }

  private boolean send(FromMember frame) {
    LinkConnection present = connection;
    return present != null && present.send(frame);
  }

  /** What becomes of a connection. There is one at a time: the next is dialled after its end. */
  private final class Owner implements LinkConnection.Owner {
    @Override
    public void linked(LinkConnection which) {
      connected = true;
      // Not at once: a gateway that hangs up after each Hello would be dialled without a pause.
      stableTimer = vertx.setTimer(times.stable().toMillis(), _ -> backOff.reset());
      log.connected(settings.host(), settings.port());
    }

    @Override
    public void received(FromGateway frame) {
      switch (frame.getBodyCase()) {
        case DOCUMENTS -> take(frame.getDocuments());
        case EVALUATE -> {
          Evaluate call = frame.getEvaluate();
          answer(() -> frame(handler.evaluate(call)), refusal -> refused(call, refusal));
        }
        case ASK -> {
          Ask call = frame.getAsk();
          Supplier<AskReply> work = handler.asked(call);
          answer(() -> frame(work.get()), refusal -> refused(call, refusal));
        }
        case EVALUATION -> {
          CompletableFuture<EvaluationResult> waiting =
              calls.remove(frame.getEvaluation().getCall());
          if (waiting != null) {
            workers.execute(() -> waiting.complete(frame.getEvaluation()));
          }
        }
        case HEARTBEAT, BODY_NOT_SET ->
            throw new IllegalStateException("bug: the connection keeps these to itself");
      }
    }

    @Override
    public void ended(String why) {
      connection = null;
      connected = false;
      if (stableTimer != null) {
        vertx.cancelTimer(stableTimer);
        stableTimer = null;
      }
      LinkLostException lost = new LinkLostException("the link was lost");
      calls.values().forEach(c -> workers.execute(() -> c.completeExceptionally(lost)));
      if (closed) {
        return;
      }
      long wait = backOff.nextMillis();
      log.lost(why, wait);
      vertx.setTimer(wait, _ -> dial());
    }
  }

  /**
   * Documents are taken one after the other, in the order in which they came. If they cannot be
   * taken, because a database fails just then, the link is ended: the gateway hands them over again
   * when it is dialled again, and would not before they change.
   */
  private void take(Documents frame) {
    LinkConnection present = connection;
    if (!documentsWaiting.tryAcquire()) {
      end(present, "too many documents");
      return;
    }
    documentsTaken =
        documentsTaken.thenRunAsync(
            () -> {
              try {
                handler.documents(frame);
              } catch (RuntimeException failed) {
                log.handlerFailed("documents", failed);
                context.runOnContext(_ -> end(present, "documents could not be taken"));
              } finally {
                documentsWaiting.release();
              }
            },
            workers);
  }

  private static void end(@Nullable LinkConnection connection, String why) {
    if (connection != null) {
      connection.end(why);
    }
  }

  /**
   * Works on a call on a thread of its own, after the documents that came before it: a question
   * under a new roster would otherwise overtake that roster.
   */
  private void answer(Supplier<FromMember> work, Function<Refusal, FromMember> refused) {
    if (!callsInFlight.tryAcquire()) {
      send(refused.apply(refusal(ProblemType.TOO_BUSY)));
      return;
    }
    CompletableFuture<Void> documentsBefore = documentsTaken;
    workers.execute(
        () -> {
          FromMember reply;
          try {
            documentsBefore.join();
            reply = work.get();
          } catch (RuntimeException bug) {
            log.handlerFailed("a call", bug);
            reply = refused.apply(refusal(ProblemType.INTERNAL));
          } finally {
            callsInFlight.release();
          }
          FromMember outgoing = reply;
          context.runOnContext(_ -> send(outgoing));
        });
  }

  private static FromMember frame(EvaluateReply reply) {
    return FromMember.newBuilder().setEvaluated(reply).build();
  }

  private static FromMember frame(AskReply reply) {
    return FromMember.newBuilder().setAsked(reply).build();
  }

  private static FromMember refused(Evaluate call, Refusal refusal) {
    return frame(EvaluateReply.newBuilder().setCall(call.getCall()).setRefusal(refusal).build());
  }

  private static FromMember refused(Ask call, Refusal refusal) {
    return frame(AskReply.newBuilder().setCall(call.getCall()).setRefusal(refusal).build());
  }

  private static Refusal refusal(ProblemType type) {
    return Refusal.newBuilder().setProblem(type.slug()).build();
  }

  @Override
  public void close() {
    closed = true;
    context.runOnContext(
        _ -> {
          if (heartbeatTimer != null) {
            vertx.cancelTimer(heartbeatTimer);
          }
          LinkConnection present = connection;
          if (present != null) {
            present.end("closed");
          }
          workers.shutdown();
        });
  }
}
