package io.heji.gateway.app;

import io.heji.link.LinkLimits;
import io.heji.link.LinkMethod;
import io.heji.link.LinkTls;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Hello;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A member's end of the link that sends what a test tells it, right or wrong. */
final class RawMember implements AutoCloseable {
  private static final long WAIT_SECONDS = 30;

  /**
   * Shorter than the gateway waits for a silent member or connection: it would hang up on any in
   * the end, and a test would take that for what it looks for.
   */
  private static final Duration HANG_UP = LinkLimits.HEARTBEAT.multipliedBy(2);

  private final Context context;
  private final GrpcClient grpc;
  private final GrpcClientRequest<FromMember, FromGateway> request;
  private final BlockingQueue<FromGateway> frames = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<GrpcClientResponse<FromMember, FromGateway>> response =
      new CompletableFuture<>();

  /** Dials and opens the stream; says nothing yet. */
  RawMember(Vertx vertx, LinkTls tls, int port) throws Exception {
    this.context = vertx.getOrCreateContext();
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertPath(tls.certificate().toString())
                    .addKeyPath(tls.key().toString()))
            .setTrustOptions(new PemTrustOptions().addCertPath(tls.ca().toString()));
    this.grpc = GrpcClient.client(vertx, options);
    SocketAddress gateway = SocketAddress.inetSocketAddress(port, GatewayHome.HOST);
    this.request = await(grpc.request(gateway, LinkMethod.MEMBER_END));
    request.exceptionHandler(_ -> {});
    request.connection().closeHandler(_ -> closed.countDown());
    var _ = request.response().onSuccess(this::listen);
  }

  private void listen(GrpcClientResponse<FromMember, FromGateway> begun) {
    begun.exceptionHandler(_ -> {});
    begun.handler(
        frame -> {
          if (!frame.hasHeartbeat()) {
            frames.add(frame);
          }
        });
    response.complete(begun);
  }

  /** Compresses what it sends from now on; to be said before anything is sent. */
  RawMember compressed() {
    context.runOnContext(_ -> request.encoding("gzip"));
    return this;
  }

  RawMember hello(String party) {
    return hello(party, LinkLimits.VERSION);
  }

  RawMember hello(String party, int version) {
    return send(
        FromMember.newBuilder()
            .setHello(Hello.newBuilder().setParty(party).setVersion(version))
            .build());
  }

  RawMember send(FromMember frame) {
    context.runOnContext(_ -> request.write(frame));
    return this;
  }

  /** Sends bytes as a frame, whatever they are. */
  RawMember sendRaw(byte[] frame) {
    GrpcMessage message = GrpcMessage.message("identity", Buffer.buffer(frame));
    context.runOnContext(_ -> request.writeMessage(message));
    return this;
  }

  /** The next frame of the gateway, heartbeats excepted. */
  FromGateway next() throws InterruptedException {
    FromGateway frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new IllegalStateException("the gateway sent nothing");
    }
    return frame;
  }

  /** Takes nothing from the connection any more. */
  void stopReading() throws Exception {
    GrpcClientResponse<FromMember, FromGateway> begun =
        response.get(WAIT_SECONDS, TimeUnit.SECONDS);
    context.runOnContext(_ -> begun.pause());
  }

  /** Whether the gateway closes the whole connection, not the stream alone. */
  boolean isHungUpOn() throws InterruptedException {
    return isHungUpOnWithin(HANG_UP);
  }

  /** The same, for a gateway that takes its time. */
  boolean isHungUpOnWithin(Duration time) throws InterruptedException {
    return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  long streamsMax() {
    return request.connection().remoteSettings().getMaxConcurrentStreams();
  }

  @Override
  public void close() {
    grpc.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A connection with TLS and the agreement to speak HTTP/2, and nothing said. */
  static SSLSocket silent(LinkTls tls, int port) throws Exception {
    SSLSocket socket =
        (SSLSocket) context(tls).getSocketFactory().createSocket(GatewayHome.HOST, port);
    socket.setSoTimeout((int) HANG_UP.toMillis());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext context(LinkTls tls) throws Exception {
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    Certificate own =
        certificates.generateCertificate(
            new ByteArrayInputStream(Files.readAllBytes(tls.certificate())));
    Certificate ca =
        certificates.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(tls.ca())));
    String key =
        Files.readString(tls.key(), StandardCharsets.US_ASCII)
            .replaceAll("-----[A-Z ]+-----|\n", "");
    char[] password = new char[0];
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "own",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
        password,
        new Certificate[] {own});
    store.setCertificateEntry("ca", ca);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
