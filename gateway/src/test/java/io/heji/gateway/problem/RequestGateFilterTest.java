package io.heji.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.GatewayLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gate in front of a resource that answers when it is told to, over plain sockets. */
@Timeout(60)
class RequestGateFilterTest {
  private static final int UNDER_WAY_MAX = 2;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BlockingQueue<RoutingContext> admitted = new LinkedBlockingQueue<>();
  private final List<Socket> open = new ArrayList<>();
  private volatile boolean holding = true;
  private int port;

  @AfterEach
  void close() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void listen(Duration arrival) throws Exception {
    listen(new RequestGateFilter(vertx, metrics, UNDER_WAY_MAX, arrival));
  }

  private void listen(RequestGateFilter gate) throws Exception {
    Router router = Router.router(vertx);
    gate.route(router);
    router
        .route()
        .handler(
            routing -> {
              if (holding) {
                admitted.add(routing);
              } else {
                routing.response().end("answered");
              }
            });
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  @Test
  void refusesOneRequestTooManyAndAdmitsTheNextWhenOneHasEnded() throws Exception {
    listen(Duration.ofMinutes(1));
    send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    RoutingContext first = next();
    next();

    String refused = all(send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assertThat(refused).startsWith("HTTP/1.1 503 ").contains("urn:heji:problem:too-busy");
    assertThat(metrics.counter("heji.requests", "outcome", "too-busy").count()).isEqualTo(1);

    first.response().end();
    assertThat(admittedAgain()).isTrue();
  }

  /** The other tests hand in less; this is the gate of a deployment. */
  @Test
  void theGateOfADeploymentKeepsTheLimits() throws Exception {
    RequestGateFilter gate = new RequestGateFilter(vertx, metrics);
    assertThat(gate.arrival()).isEqualTo(GatewayLimits.REQUEST_ARRIVAL);

    listen(gate);
    for (int i = 0; i < GatewayLimits.REQUESTS_UNDER_WAY_MAX; i++) {
      send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      next();
    }

    assertThat(all(send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 503 ");
  }

  @Test
  void whoHangsUpGivesItsPlaceBack() throws Exception {
    listen(Duration.ofMinutes(1));
    Socket leaving = send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    next();
    next();

    leaving.close();

    assertThat(admittedAgain()).isTrue();
  }

  /** ⚔ slow body: a byte now and then keeps no connection and no place. */
  @Test
  void cutsOffABodyThatDoesNotArrive() throws Exception {
    listen(Duration.ofMillis(200));
    Socket slow =
        send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100\r\n\r\nx");
    next();

    assertThat(all(slow)).isEmpty();
  }

  @Test
  void doesNotCutOffWhatHasArrivedAndIsWorkedOn() throws Exception {
    listen(Duration.ofMillis(1));
    Socket whole =
        send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
    RoutingContext routing = next();
    vertx.setTimer(100, _ -> routing.response().end("done"));

    assertThat(all(whole)).endsWith("done");
  }

  /** The place is free a moment after the other end knows; until then one more is refused. */
  private boolean admittedAgain() throws Exception {
    holding = false;
    String answer;
    do {
      answer = all(send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    } while (answer.startsWith("HTTP/1.1 503 "));
    return answer.endsWith("answered");
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(socket);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** What comes until the server closes. */
  private static String all(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private RoutingContext next() throws InterruptedException {
    RoutingContext routing = admitted.poll(20, TimeUnit.SECONDS);
    if (routing == null) {
      throw new IllegalStateException("not admitted");
    }
    return routing;
  }
}
