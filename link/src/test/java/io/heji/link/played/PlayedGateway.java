package io.heji.link.played;

import io.heji.link.LinkMethod;
import io.heji.link.LinkTls;
import io.heji.protocol.Limits;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway's end of the link on the loopback address. */
public final class PlayedGateway implements AutoCloseable {
  /** The host that its certificate names. */
  public static final String HOST = "127.0.0.1";

  /** How long a test waits for what must happen. */
  static final long WAIT_SECONDS = 20;

  private final HttpServer server;
  private final BlockingQueue<PlayedStream> streams = new LinkedBlockingQueue<>();

  /**
   * Listens.
   *
   * @param port 0 for any free one
   */
  public PlayedGateway(Vertx vertx, LinkTls tls, int port) {
    GrpcServer grpc =
        GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(Limits.FRAME_MAX_BYTES));
    grpc.callHandler(
        LinkMethod.GATEWAY_END, request -> streams.add(new PlayedStream(vertx, request)));
    server = vertx.createHttpServer(tls.serverOptions().setHost(HOST).setPort(port));
    await(server.requestHandler(grpc).listen());
  }

  public int port() {
    return server.actualPort();
  }

  /** The next member that dials. */
  public PlayedStream nextStream() {
    return take(streams, "no member has dialled");
  }

  /** Whether a member dials in this time. */
  public boolean isDialledWithin(Duration time) throws InterruptedException {
    return streams.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
  }

  /** The next member that dials and says who it is. */
  public PlayedStream nextStreamAfterHello() {
    PlayedStream stream = nextStream();
    FromMember first = stream.next();
    if (!first.hasHello()) {
      throw new IllegalStateException("the first frame must be a hello");
    }
    return stream;
  }

  /** Sends a frame that is all right. */
  public static FromGateway heartbeat() {
    FromGateway.Builder frame = FromGateway.newBuilder();
    frame.getHeartbeatBuilder().setSequence(1);
    return frame.build();
  }

  @Override
  public void close() {
    await(server.close());
  }

  static <T> T take(BlockingQueue<T> queue, String otherwise) {
    try {
      T taken = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw new IllegalStateException(otherwise);
      }
      return taken;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
