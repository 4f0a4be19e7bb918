package io.heji.bank.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.heji.bank.BankLimits;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each wait has an end, whatever the other side does with the connection. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpsGatewayTest {
  private static final String QUERY_ID = "01956f2e-1111-7111-8111-111111111111";
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir Path folder;
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    over.countDown();
  }

  @Test
  void hangsUpOnABodyThatDrips() throws Exception {
    try (PlayedHttps server = new PlayedHttps(folder, this::drip);
        HttpsGateway gateway = new HttpsGateway(server.base(), server.authority(), LONG, SHORT)) {
      unreachable(gateway, "TimeoutException");

      assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void givesUpOnAnAnswerThatDoesNotBegin() throws Exception {
    try (PlayedHttps server = new PlayedHttps(folder, _ -> awaitEnd());
        HttpsGateway gateway = new HttpsGateway(server.base(), server.authority(), LONG, SHORT)) {
      unreachable(gateway, "TimeoutException");
    }
  }

  @Test
  void givesUpOnAConnectionThatDoesNotComeUp() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PlayedHttps certificates = new PlayedHttps(folder, _ -> awaitEnd())) {
      // Nobody accepts: once the queue is full the system answers no further connection.
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
      }
      URI base = URI.create("https://localhost:" + full.getLocalPort());
      try (HttpsGateway gateway = new HttpsGateway(base, certificates.authority(), SHORT, LONG)) {
        unreachable(gateway, "HttpConnectTimeoutException");
      }
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void readsAnAnswerOfTheLargestSizeAndNotOneByteMore() throws Exception {
    String answer = "{\"disclosure\":\"a.b.c\"}";
    String largest = answer + " ".repeat(Limits.HTTP_BODY_MAX_BYTES - answer.length());
    assertThat(fetch(answering(200, "application/json", largest))).isEqualTo("a.b.c");

    assertThatExceptionOfType(GatewayUnreachableException.class)
        .isThrownBy(() -> fetch(answering(200, "application/json", largest + " ")));
  }

  @Test
  void passesTheGatewaysProblemOn() {
    String problem = "{\"type\":\"urn:heji:problem:not-found\",\"detail\":\"none\"}";

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> fetch(answering(404, "application/problem+json", problem)))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_FOUND));
    assertThatExceptionOfType(GatewayUnreachableException.class)
        .isThrownBy(() -> fetch(answering(404, "text/html", problem)))
        .withMessageContaining("404");
  }

  @Test
  void waitsLongerThanTheSlowestValidAnswer() {
    Duration databaseAndPlatforms = Duration.ofSeconds(60);

    assertThat(BankLimits.ANSWER_WAIT_MAX)
        .isEqualTo(Limits.ANSWER_DELAY_MAX.plus(databaseAndPlatforms));
    assertThat(BankLimits.CONNECT_WAIT_MAX).isLessThan(BankLimits.ANSWER_WAIT_MAX);
  }

  private String fetch(HttpHandler handler) throws Exception {
    Path own = Files.createTempDirectory(folder, "server-");
    try (PlayedHttps server = new PlayedHttps(own, handler);
        HttpsGateway gateway = new HttpsGateway(server.base(), server.authority(), LONG, LONG)) {
      return gateway.disclosure("token", QUERY_ID);
    }
  }

  private static HttpHandler answering(int status, String type, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    };
  }

  /** A body without end, a byte every few milliseconds, until the client hangs up. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      while (!over.await(5, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    } catch (IOException gone) {
      hungUp.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unreachable(HttpsGateway gateway, String fault) {
    assertThatExceptionOfType(GatewayUnreachableException.class)
        .isThrownBy(() -> gateway.disclosure("token", QUERY_ID))
        .withMessageContaining("(" + fault + ")");
  }
}
