package io.heji.link;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import io.heji.protocol.frame.Hello;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member's end of the link: keeps one stream to the gateway open, hands frames to the {@link
 * LinkHandler}, and lets an agent ask for evaluations.
 *
 * <p>All state of the connection belongs to one Vert.x context; handlers run on virtual threads.
 */
public final class LinkClient implements AutoCloseable {
  private final Vertx vertx;
  private final Context context;
  private final LinkSettings settings;
  private final LinkHandler handler;
  private final Randomness randomness;
  private final WireCapture capture;
  private final GrpcClient grpc;
  private final LinkLog log = new LinkLog();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService documents =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private final Semaphore callsInFlight = new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX);
  private final Map<Long, CompletableFuture<EvaluationResult>> calls = new ConcurrentHashMap<>();
  private final AtomicLong callNumbers = new AtomicLong();

  // Owned by the context from here on.
  private @Nullable GrpcClientRequest<FromMember, FromGateway> stream;
  private long backOffMillis = LinkLimits.RECONNECT_MIN.toMillis();
  private int silentHeartbeats;
  private long heartbeats;
  // Written by the context, read by anybody.
  private volatile boolean connected;
  private volatile boolean closed;

  public LinkClient(
      Vertx vertx,
      LinkSettings settings,
      LinkHandler handler,
      Randomness randomness,
      WireCapture capture) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.handler = handler;
    this.randomness = randomness;
    this.capture = capture;
    this.grpc =
        GrpcClient.client(
            vertx,
            new GrpcClientOptions()
                .setMaxMessageSize(Limits.FRAME_MAX_BYTES)
                .setTransportOptions(settings.tls().clientOptions()));
  }

  /** Dials, and keeps dialling until {@link #close}. */
  public void start() {
    vertx.setPeriodic(LinkLimits.HEARTBEAT.toMillis(), _ -> context.runOnContext(_ -> beat()));
    context.runOnContext(_ -> dial());
  }

  /** Whether the gateway has answered on the present stream. */
  public boolean connected() {
    return connected;
  }

  /**
   * Asks the tokenisers, through the gateway, to evaluate elements.
   *
   * @return the result, or a {@link LinkLostException} or time-out
   */
  public CompletableFuture<EvaluationResult> evaluate(String request, Bytes elements) {
    long call = callNumbers.incrementAndGet();
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
        .orTimeout(LinkLimits.EVALUATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> calls.remove(call));
  }

  private void dial() {
    if (closed) {
      return;
    }
    grpc.request(
            SocketAddress.inetSocketAddress(settings.port(), settings.host()),
            LinkMethod.MEMBER_END)
        .onFailure(failure -> lost(null, failure.getClass().getSimpleName()))
        .onSuccess(this::opened);
  }

  private void opened(GrpcClientRequest<FromMember, FromGateway> opened) {
    stream = opened;
    silentHeartbeats = 0;
    opened.exceptionHandler(failure -> lost(opened, failure.getClass().getSimpleName()));
    opened
        .response()
        .onFailure(failure -> lost(opened, failure.getClass().getSimpleName()))
        .onSuccess(response -> listen(opened, response));
    Hello hello =
        Hello.newBuilder()
            .setParty(settings.party().value())
            .setVersion(LinkLimits.VERSION)
            .build();
    send(FromMember.newBuilder().setHello(hello).build());
  }

  private void listen(
      GrpcClientRequest<FromMember, FromGateway> opened,
      GrpcClientResponse<FromMember, FromGateway> response) {
    response.exceptionHandler(failure -> lost(opened, failure.getClass().getSimpleName()));
    response.endHandler(_ -> lost(opened, "ended by the gateway"));
    response.handler(
        frame -> {
          silentHeartbeats = 0;
          if (!connected) {
            connected = true;
            backOffMillis = LinkLimits.RECONNECT_MIN.toMillis();
            log.connected(settings.host(), settings.port());
          }
          received(frame);
        });
  }

  private void received(FromGateway frame) {
    if (frame.getBodyCase() != FromGateway.BodyCase.HEARTBEAT) {
      capture.received("gateway", frame);
    }
    switch (frame.getBodyCase()) {
      case DOCUMENTS -> documents.execute(() -> handler.documents(frame.getDocuments()));
      case EVALUATE -> answer("evaluate", () -> evaluated(frame), () -> busyEvaluate(frame));
      case ASK -> answer("ask", () -> asked(frame), () -> busyAsk(frame));
      case EVALUATION -> {
        CompletableFuture<EvaluationResult> waiting = calls.remove(frame.getEvaluation().getCall());
        if (waiting != null) {
          workers.execute(() -> waiting.complete(frame.getEvaluation()));
        }
      }
      case HEARTBEAT -> {}
      case BODY_NOT_SET -> {
        GrpcClientRequest<FromMember, FromGateway> present = stream;
        if (present != null) {
          present.cancel();
        }
      }
    }
  }

  /** Works on a call on a thread of its own, unless too many are being worked on. */
  private void answer(String kind, Supplier<FromMember> work, Supplier<FromMember> busy) {
    if (!callsInFlight.tryAcquire()) {
      send(busy.get());
      return;
    }
    workers.execute(
        () -> {
          try {
            FromMember reply = work.get();
            context.runOnContext(_ -> send(reply));
          } catch (RuntimeException bug) {
            log.handlerFailed(kind, bug);
          } finally {
            callsInFlight.release();
          }
        });
  }

  private FromMember evaluated(FromGateway frame) {
    EvaluateReply reply = handler.evaluate(frame.getEvaluate());
    return FromMember.newBuilder().setEvaluated(reply).build();
  }

  private FromMember asked(FromGateway frame) {
    AskReply reply = handler.ask(frame.getAsk());
    return FromMember.newBuilder().setAsked(reply).build();
  }

  private static FromMember busyEvaluate(FromGateway frame) {
    long call = frame.getEvaluate().getCall();
    return FromMember.newBuilder()
        .setEvaluated(EvaluateReply.newBuilder().setCall(call).setRefusal(tooBusy()))
        .build();
  }

  private static FromMember busyAsk(FromGateway frame) {
    long call = frame.getAsk().getCall();
    return FromMember.newBuilder()
        .setAsked(AskReply.newBuilder().setCall(call).setRefusal(tooBusy()))
        .build();
  }

  private static Refusal tooBusy() {
    return Refusal.newBuilder().setProblem(ProblemType.TOO_BUSY.slug()).build();
  }

  private boolean send(FromMember frame) {
    GrpcClientRequest<FromMember, FromGateway> present = stream;
    if (present == null) {
      return false;
    }
    if (frame.getBodyCase() != FromMember.BodyCase.HEARTBEAT) {
      capture.sent("gateway", frame);
    }
    present.write(frame).onFailure(failure -> lost(present, failure.getClass().getSimpleName()));
    return true;
  }

  private void beat() {
    GrpcClientRequest<FromMember, FromGateway> present = stream;
    if (present == null) {
      return;
    }
    silentHeartbeats++;
    if (silentHeartbeats > LinkLimits.SILENT_HEARTBEATS_MAX) {
      present.cancel();
      lost(present, "silent");
      return;
    }
    heartbeats++;
    Heartbeat heartbeat = Heartbeat.newBuilder().setSequence(heartbeats).build();
    send(FromMember.newBuilder().setHeartbeat(heartbeat).build());
  }

  /** Gives up a stream, once, and dials again after a while. */
  @SuppressWarnings("ReferenceEquality") // the very stream that failed, not one like it
  private void lost(@Nullable GrpcClientRequest<FromMember, FromGateway> which, String why) {
    context.runOnContext(
        _ -> {
          if (which != stream || closed) {
            return;
          }
          stream = null;
          connected = false;
          calls.values().forEach(c -> c.completeExceptionally(new LinkLostException("link lost")));
          long wait = jittered(backOffMillis);
          backOffMillis = Math.min(backOffMillis * 2, LinkLimits.RECONNECT_MAX.toMillis());
          log.lost(why, wait);
          vertx.setTimer(wait, _ -> context.runOnContext(_ -> dial()));
        });
  }

  /**
   * Half of the wait is random, so that members that lost the gateway together do not come back
   * together.
   */
  private long jittered(long millis) {
    long random = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
    return millis / 2 + random % (millis / 2 + 1);
  }

  @Override
  public void close() {
    closed = true;
    context.runOnContext(
        _ -> {
          GrpcClientRequest<FromMember, FromGateway> present = stream;
          stream = null;
          if (present != null) {
            present.cancel();
          }
          grpc.close();
        });
    workers.shutdown();
    documents.shutdown();
  }
}
