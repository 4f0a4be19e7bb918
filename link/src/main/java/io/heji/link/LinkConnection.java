package io.heji.link;

import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import io.heji.protocol.frame.Hello;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the gateway with its one stream, from dialling to its end, which is told to the
 * owner once. Confined to the context that creates it.
 *
 * <p>Each has a client of its own: a connection that fell silent must not be the one that the next
 * attempt finds in a pool, and renewed certificates are read.
 */
final class LinkConnection {
  /** How the gateway stands in captures. */
  private static final String GATEWAY = "gateway";

  private final LinkSettings settings;
  private final WireCapture capture;
  private final Owner owner;
  private final GrpcClient grpc;
  private @Nullable GrpcClientRequest<FromMember, FromGateway> stream;
  private boolean linked;
  private boolean ended;
  private int silentHeartbeats;
  private long heartbeats;
  private long queuedBytes;

  /** Who uses the connection. Called on its context. */
  interface Owner {
    /** The gateway has answered. */
    void linked(LinkConnection connection);

    /** A frame came, heartbeats excepted. */
    void received(FromGateway frame);

    /** The connection has ended; nothing is received or sent any more. */
    void ended(String why);
  }

  LinkConnection(Vertx vertx, LinkSettings settings, WireCapture capture, Owner owner) {
    this.settings = settings;
    this.capture = capture;
    this.owner = owner;
    this.grpc =
        GrpcClient.client(
            vertx,
            new GrpcClientOptions()
                .setMaxMessageSize(Limits.FRAME_MAX_BYTES)
                .setTransportOptions(settings.tls().clientOptions()));
  }

  void dial() {
    SocketAddress gateway = SocketAddress.inetSocketAddress(settings.port(), settings.host());
    grpc.request(gateway, LinkMethod.MEMBER_END).onFailure(this::failed).onSuccess(this::opened);
  }

  private void opened(GrpcClientRequest<FromMember, FromGateway> request) {
    if (ended) {
      request.cancel();
      return;
    }
    stream = request;
    request.exceptionHandler(this::failed);
    request.response().onFailure(this::failed).onSuccess(this::listen);
    Hello hello =
        Hello.newBuilder()
            .setParty(settings.party().value())
            .setVersion(LinkLimits.VERSION)
            .build();
    send(FromMember.newBuilder().setHello(hello).build());
  }

  private void listen(GrpcClientResponse<FromMember, FromGateway> response) {
    if (LinkMethod.isCompressed(response.headers())) {
      end("compressed frames");
      return;
    }
    response.exceptionHandler(this::failed);
    // Without this, frames that do not decode or are too long would be skipped in silence.
    response.invalidMessageHandler(_ -> end("a frame that is not one"));
    response.endHandler(_ -> end("ended by the gateway"));
    response.handler(this::received);
  }

  private void received(FromGateway frame) {
    if (ended) {
      return;
    }
    silentHeartbeats = 0;
    if (!linked) {
      linked = true;
      owner.linked(this);
    }
    switch (frame.getBodyCase()) {
      case HEARTBEAT -> {}
      case BODY_NOT_SET -> end("a frame without a body");
      case DOCUMENTS, EVALUATE, ASK, EVALUATION -> {
        capture.received(GATEWAY, frame);
        owner.received(frame);
      }
    }
  }

  /** Sends a frame, if there is a stream to send it on. */
  boolean send(FromMember frame) {
    GrpcClientRequest<FromMember, FromGateway> present = stream;
    if (present == null || ended) {
      return false;
    }
    if (frame.getBodyCase() != FromMember.BodyCase.HEARTBEAT) {
      capture.sent(GATEWAY, frame);
    }
    int size = frame.getSerializedSize();
    queuedBytes += size;
    if (queuedBytes > LinkLimits.QUEUED_MAX_BYTES) {
      end("the gateway does not read");
      return false;
    }
    present.write(frame).onSuccess(_ -> queuedBytes -= size).onFailure(this::failed);
    return true;
  }

  /** A heartbeat's time has passed: says so, and ends a connection that has long been silent. */
  void beat() {
    silentHeartbeats++;
    if (silentHeartbeats > LinkLimits.SILENT_HEARTBEATS_MAX) {
      end("silent");
      return;
    }
    heartbeats++;
    Heartbeat heartbeat = Heartbeat.newBuilder().setSequence(heartbeats).build();
    send(FromMember.newBuilder().setHeartbeat(heartbeat).build());
  }

  private void failed(Throwable failure) {
    end(failure.getClass().getSimpleName());
  }

  /** Ends the connection, once. */
  void end(String why) {
    if (ended) {
      return;
    }
    ended = true;
    if (stream != null) {
      stream.cancel();
    }
    grpc.close();
    owner.ended(why);
  }
}
