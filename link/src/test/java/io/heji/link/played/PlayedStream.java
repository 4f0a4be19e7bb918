package io.heji.link.played;

import io.heji.link.LinkTls;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.server.GrpcServerRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One member's stream as the played gateway has it. Heartbeats are counted, not queued. */
public final class PlayedStream {
  private final Context context;
  private final GrpcServerRequest<FromMember, FromGateway> request;
  private final BlockingQueue<FromMember> frames = new LinkedBlockingQueue<>();
  private final CountDownLatch firstHeartbeat = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  PlayedStream(Vertx vertx, GrpcServerRequest<FromMember, FromGateway> request) {
    this.context = vertx.getOrCreateContext();
    this.request = request;
    request.handler(
        frame -> {
          if (frame.hasHeartbeat()) {
            firstHeartbeat.countDown();
          } else {
            frames.add(frame);
          }
        });
    request.exceptionHandler(_ -> end.countDown());
    request.connection().closeHandler(_ -> end.countDown());
  }

  /** The next frame of the member, heartbeats excepted. */
  public FromMember next() {
    return PlayedGateway.take(frames, "the member sent nothing");
  }

  /** Whether the member sends a frame in this time, heartbeats excepted. */
  public boolean sendsWithin(Duration time) throws InterruptedException {
    return frames.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
  }

  public boolean sendsHeartbeats() throws InterruptedException {
    return firstHeartbeat.await(PlayedGateway.WAIT_SECONDS, TimeUnit.SECONDS);
  }

  public void send(FromGateway frame) {
    context.runOnContext(_ -> request.response().write(frame));
  }

  /** Sends bytes as a frame, whatever they are. */
  public void sendRaw(byte[] frame) {
    GrpcMessage message = GrpcMessage.message("identity", Buffer.buffer(frame));
    context.runOnContext(_ -> request.response().writeMessage(message));
  }

  /** Announces compressed frames and sends one. */
  public void sendCompressed(FromGateway frame) {
    context.runOnContext(_ -> request.response().encoding("gzip").write(frame));
  }

  /** Takes nothing from the connection any more. */
  public void stopReading() {
    context.runOnContext(_ -> request.pause());
  }

  /** Ends the stream as a gateway does that has had enough. */
  public void hangUp() {
    context.runOnContext(_ -> request.response().end());
  }

  /** Whether the member has closed the connection. */
  public boolean isClosedByMember() throws InterruptedException {
    return end.await(PlayedGateway.WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The party of the member's certificate. */
  public Optional<PartyId> certificateParty() throws SSLPeerUnverifiedException {
    return LinkTls.partyOf((X509Certificate) request.connection().peerCertificates().getFirst());
  }
}
