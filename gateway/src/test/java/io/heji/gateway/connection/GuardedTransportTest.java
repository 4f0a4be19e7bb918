package io.heji.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.heji.gateway.GatewayLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.transport.Transport;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guarded listener over plain sockets, with a resource that answers when it is told to. */
@Timeout(60)
class GuardedTransportTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int MANY = 100;

  private final BlockingQueue<RoutingContext> asked = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private void listen(Transport transport) throws Exception {
    Vertx vertx = new VertxBuilder().findTransport(transport).init().vertx();
    open.add(() -> done(vertx.close()));
    Router router = Router.router(vertx);
    new RequestHeads().api(router);
    router.route().handler(asked::add);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    done(server.listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  private static void done(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** The other tests hand in less; this is the transport of a deployment. */
  @Test
  void vertxFindsItWithTheLimitsOfADeployment() {
    assertThat(ServiceLoader.load(Transport.class))
        .singleElement(type(GuardedTransport.class))
        .satisfies(
            found -> {
              assertThat(found.connectionsMax()).isEqualTo(GatewayLimits.SOCKETS_MAX);
              assertThat(found.headArrival()).isEqualTo(GatewayLimits.HEAD_ARRIVAL);
            });
  }

  @Test
  void hangsUpOnWhoSaysNothing() throws Exception {
    listen(new GuardedTransport(MANY, SHORT));

    assertThat(dial().getInputStream().read()).isEqualTo(-1);
  }

  /** ⚔ slow head: a byte now and then does not keep a connection. */
  @Test
  void hangsUpOnAHeadThatDrips() throws Exception {
    listen(new GuardedTransport(MANY, SHORT));

    assertThat(isHungUpOnWhileDripping(dial())).isTrue();
    assertThat(asked).isEmpty();
  }

  /** ⚔ slow head, of a connection that has been served before. */
  @Test
  void hangsUpOnASecondHeadThatDrips() throws Exception {
    listen(new GuardedTransport(MANY, SHORT));
    Socket slow = dial();
    say(slow, REQUEST);
    next().response().end("first");
    assertThat(until(slow, "first")).startsWith("HTTP/1.1 200 ");

    assertThat(isHungUpOnWhileDripping(slow)).isTrue();
    assertThat(asked).isEmpty();
  }

  @Test
  void waitsForWhatIsWorkedOnAndForTheNextRequestOfWhoWasAnswered() throws Exception {
    listen(new GuardedTransport(MANY, SHORT));
    Socket client = dial();
    say(client, REQUEST);
    RoutingContext first = next();
    // A stranger who came later is hung up on meanwhile: the deadline has passed.
    assertThat(dial().getInputStream().read()).isEqualTo(-1);

    first.response().end("first");
    assertThat(until(client, "first")).startsWith("HTTP/1.1 200 ");
    assertThat(dial().getInputStream().read()).isEqualTo(-1);

    say(client, REQUEST);
    next().response().end("second");
    assertThat(until(client, "second")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aRequestInPiecesWithinTheTimeIsServed() throws Exception {
    listen(new GuardedTransport(MANY, LONG));
    Socket client = dial();
    for (String piece : List.of("GET", " / HTT", "P/1.1\r\nHost: a", "\r\n\r", "\n")) {
      say(client, piece);
    }
    next().response().end("done");

    assertThat(until(client, "done")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void closesOneConnectionTooManyAndTakesTheNextWhenOneHasEnded() throws Exception {
    listen(new GuardedTransport(2, LONG));
    Socket first = dial();
    Socket second = dial();
    say(first, REQUEST);
    say(second, REQUEST);
    next();
    next();

    assertThat(isClosedAtOnce(dial())).isTrue();

    second.close();
    // The place is free a moment after the other end knows.
    Socket third = dial();
    while (!isAsked(third)) {
      third = dial();
    }
    assertThat(isClosedAtOnce(dial())).isTrue();
  }

  /** What the other tests find is the guard's doing. */
  @Test
  void withoutTheGuardNobodyIsHungUpOn() throws Exception {
    listen(JDKTransport.INSTANCE);
    Socket client = dial();
    say(client, "GET / HT");
    client.setSoTimeout((int) SHORT.multipliedBy(3).toMillis());

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads until the text has come. */
  private static String until(Socket socket, String end) throws IOException {
    StringBuilder said = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (said.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      said.append((char) next);
    }
    return said.toString();
  }

  /** Sends a byte, waits a tenth of the deadline for an end, and again. */
  private static boolean isHungUpOnWhileDripping(Socket socket) throws IOException {
    socket.setSoTimeout((int) SHORT.dividedBy(10).toMillis());
    try {
      say(socket, "GET / HTTP/1.1\r\nX: ");
      while (true) {
        try {
          return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException notYet) {
          say(socket, "x");
        }
      }
    } catch (SocketException reset) {
      return true;
    }
  }

  private static boolean isClosedAtOnce(Socket socket) throws IOException {
    try {
      say(socket, REQUEST);
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private boolean isAsked(Socket socket) throws IOException, InterruptedException {
    try {
      say(socket, REQUEST);
    } catch (SocketException reset) {
      return false;
    }
    return asked.poll(100, TimeUnit.MILLISECONDS) != null;
  }

  private RoutingContext next() throws InterruptedException {
    RoutingContext routing = asked.poll(20, TimeUnit.SECONDS);
    if (routing == null) {
      throw new IllegalStateException("not asked");
    }
    return routing;
  }
}
