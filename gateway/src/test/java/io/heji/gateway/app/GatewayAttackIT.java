package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.GatewayLimits;
import io.heji.link.played.PackagedRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody on the network who sends what no client would, to the packaged gateway. After each test
 * it serves as before.
 */
@Timeout(120)
class GatewayAttackIT {
  private static final int MUCH = 100_000;

  @TempDir private static Path folder;
  private static ServingGateway serving;
  private static BankDesk bank;

  @BeforeAll
  static void start() throws Exception {
    serving = ServingGateway.start(folder);
    bank = serving.bank();
  }

  @AfterAll
  static void stop() throws Exception {
    serving.close();
  }

  @AfterEach
  void servesAsBefore() throws Exception {
    assertThat(bank.get("/v1/documents").statusCode()).isEqualTo(200);
  }

  @Test
  void readsAFirstLineOfTheGreatestLengthAndNotOneCharacterMore() throws Exception {
    assertThat(said(line(GatewayLimits.API_LINE_LENGTH_MAX))).startsWith("HTTP/1.1 404 ");
    // Of a line that is not read to its end nobody knows the version.
    assertThat(said(line(GatewayLimits.API_LINE_LENGTH_MAX + 1))).startsWith("HTTP/1.0 414 ");
  }

  private static String line(int length) {
    String path = "/" + "x".repeat(length - "GET / HTTP/1.1".length());
    return "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n";
  }

  @Test
  void readsHeadersOfTheGreatestLengthAndNotOneByteMore() throws Exception {
    assertThat(said(headers(GatewayLimits.API_HEADERS_MAX_BYTES))).startsWith("HTTP/1.1 200 ");
    assertThat(said(headers(GatewayLimits.API_HEADERS_MAX_BYTES + 1))).startsWith("HTTP/1.1 431 ");
  }

  /** Counted without the line ends. */
  private static String headers(int bytes) {
    String host = "Host: gateway";
    int rest = bytes - host.length() - "X: ".length();
    return "GET /v1/documents HTTP/1.1\r\n" + host + "\r\nX: " + "x".repeat(rest) + "\r\n\r\n";
  }

  /** ⚔ endless header. */
  @Test
  void hangsUpOnAHeaderWithoutEnd() throws Exception {
    try (Socket stranger = bank.socket()) {
      stranger.getOutputStream().write(ascii("GET /v1/documents HTTP/1.1\r\nX: "));
      assertThat(isHungUpOnWhileSending(stranger, ascii("x".repeat(1000)))).isTrue();
    }
  }

  /** ⚔ endless body: a chunk's own line, or a trailer, that does not end. */
  @ParameterizedTest
  @ValueSource(strings = {"1;x=", "0\r\nX: "})
  void hangsUpOnAChunkWithoutEnd(String begun) throws Exception {
    try (Socket stranger = bank.socket()) {
      stranger
          .getOutputStream()
          .write(
              ascii(
                  "POST /v1/queries HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                      + "Transfer-Encoding: chunked\r\n\r\n"
                      + begun));
      assertThat(isHungUpOnWhileSending(stranger, ascii("x".repeat(1000)))).isTrue();
    }
  }

  /** ⚔ request smuggling: what two servers would cut in two ways is answered 400 and cut off. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: +5",
        "Content-Length: 5,5 ",
        "Content-Length : 5",
        "X\u0000: 1"
      })
  void refusesARequestWithoutOneEnd(String headers) throws Exception {
    String answer =
        said(
            "POST /v1/queries HTTP/1.1\r\nHost: a\r\n"
                + headers
                + "\r\n\r\n0\r\n\r\nGET / HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 4");
  }

  /** ⚔ request smuggling: of what is said twice, two servers would each take another one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: no host",
        "Host: a\r\nHost: b",
        "Host: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b",
        "Host: a\r\nContent-Type: application/json\r\nContent-Type: text/plain"
      })
  void refusesAHeadThatLacksItsHostOrSaysAThingTwice(String fields) throws Exception {
    try (Socket stranger = bank.socket()) {
      stranger
          .getOutputStream()
          .write(ascii("GET /v1/documents HTTP/1.1\r\n" + fields + "\r\n\r\n"));

      String answer = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json", "urn:heji:problem:malformed-request");
    }
  }

  /** ⚔ deep JSON, huge numbers, members twice, texts that are no UTF-8. */
  @Test
  void refusesJsonThatCostsMoreThanItSays() throws Exception {
    String deep = "[".repeat(MUCH);
    for (String body :
        List.of(
            "{\"query\":" + deep,
            "{\"query\":" + deep + "]".repeat(MUCH) + "}",
            "{\"query\":" + "9".repeat(MUCH) + "}",
            "{\"query\":1e" + "9".repeat(MUCH) + "}",
            "{\"query\":1e999999999,\"sealed\":{}}",
            "{\"query\":\"a.b.c\",\"query\":\"a.b.c\",\"sealed\":{}}",
            "{\"query\":\"a.b.c\",\"sealed\":{\"a\":\"\",\"a\":\"\"}}",
            "{\"" + "q".repeat(MUCH) + "\":1}",
            "{" + "\"q\":1,".repeat(MUCH) + "\"q\":1}",
            "{\"query\":\"\\ud800\",\"sealed\":{}}",
            "{\"query\":\"\\u0000\",\"sealed\":{}}")) {
      refuses(body.getBytes(StandardCharsets.UTF_8));
    }
    refuses(new byte[] {(byte) 0xc0, (byte) 0x80});
    refuses("{\"query\":\"\u00ff\",\"sealed\":{}}".getBytes(StandardCharsets.ISO_8859_1));
    refuses("{\"query\":\"a.b.c\",\"sealed\":{}}".getBytes(StandardCharsets.UTF_16));
  }

  private static void refuses(byte[] body) throws Exception {
    HttpResponse<String> response =
        bank.send(
            bank.authorised("/v1/queries")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("urn:heji:problem:malformed-request").hasSizeLessThan(512);
  }

  /** ⚔ rapid reset, floods of pings and continuations: there is nothing here that takes frames. */
  @Test
  void speaksNoHttp2() throws Exception {
    try (SSLSocket stranger = bank.offeringHttp2()) {
      assertThat(stranger.getApplicationProtocol()).isEmpty();
      stranger.setSoTimeout(10_000);
      // A line of text, and no frame.
      assertThat(said(stranger, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
          .endsWith(" 501 Not Implemented");
    }
  }

  /** ⚔ a connection that never comes to TLS, and so counts among none. */
  @Test
  void hangsUpOnAConnectionThatDoesNotComeToTlsInTime() throws Exception {
    try (Socket silent = bank.rawSocket()) {
      silent.setSoTimeout((int) GatewayLimits.API_TLS_WAIT.multipliedBy(3).toMillis());
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** ⚔ slow head, at the API and at the health page; who was answered may keep its connection. */
  @Test
  void hangsUpOnHeadsThatDripAndNotOnWhoWasAnswered() throws Exception {
    String documents = "GET /v1/documents HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Socket answered = bank.socket();
        Socket slow = bank.socket();
        Socket slowAtHealth =
            new Socket(InetAddress.getLoopbackAddress(), serving.process().managementPort())) {
      BufferedReader answers = lines(answered);
      answered.getOutputStream().write(ascii(documents));
      assertThat(answers.readLine()).startsWith("HTTP/1.1 200 ");

      assertThat(isHungUpOnWhileDripping(slow)).isTrue();
      assertThat(isHungUpOnWhileDripping(slowAtHealth)).isTrue();

      answered.getOutputStream().write(ascii(documents));
      // Behind what the first answer ends with, which is no line's end.
      assertThat(answers.lines().filter(line -> line.contains("HTTP/1.1 200 ")).findFirst())
          .isPresent();
    }
  }

  /** Sends a byte, waits a little for an end, and again, for as long as an idle one is kept. */
  private static boolean isHungUpOnWhileDripping(Socket slow) throws IOException {
    slow.setSoTimeout(500);
    long bytes = GatewayLimits.HEAD_ARRIVAL.multipliedBy(2).toMillis() / slow.getSoTimeout();
    try {
      slow.getOutputStream().write(ascii("GET /q/health/live HTTP/1.1\r\nX: "));
      for (int i = 0; i < bytes; i++) {
        try {
          return slow.getInputStream().read() < 0;
        } catch (SocketTimeoutException notYet) {
          slow.getOutputStream().write('x');
        }
      }
      return false;
    } catch (SocketException | SSLException closed) {
      return true;
    }
  }

  /** ⚔ many connections: as many as there may be are served, one more is closed at once. */
  @Test
  void takesAsManyConnectionsAsThereMayBeAndNotOneMore() throws Exception {
    int max = 3;
    Path crowdedHome = Files.createDirectory(folder.resolve("crowded"));
    GatewayHome crowded = serving.another(crowdedHome);
    List<Socket> held = new ArrayList<>();
    try (PackagedRole _ =
            crowded
                .start(Map.of("quarkus.http.limits.max-connections", Integer.toString(max)))
                .awaitStarted();
        BankDesk desk = new BankDesk(crowded, serving.played(), BANK)) {
      for (int i = 0; i < max; i++) {
        held.add(i == 0 ? desk.offeringHttp2() : desk.socket());
      }
      assertThat(isClosedAtOnce(desk)).isTrue();
      for (Socket socket : held) {
        assertThat(said(socket, "GET /v1/documents HTTP/1.1\r\nHost: a\r\n\r\n"))
            .startsWith("HTTP/1.1 200 ");
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  /** Long before it would be idle. */
  private static boolean isClosedAtOnce(BankDesk desk) throws IOException {
    try (Socket oneTooMany = desk.socket()) {
      oneTooMany.setSoTimeout(10_000);
      return oneTooMany.getInputStream().read() == -1;
    } catch (SocketException | SSLException closed) {
      return true;
    }
  }

  /** ⚔ thousands of connections that come and go. */
  @Test
  void thousandsOfConnectionsLeaveNothingBehind() throws Exception {
    for (int round = 0; round < 4; round++) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        open.add(bank.rawSocket());
      }
      for (Socket socket : open) {
        socket.close();
      }
    }
    assertThat(serving.process().get("/q/health/live").statusCode()).isEqualTo(200);
  }

  /** Whether the other end closes before a hundred megabytes are sent. */
  private static boolean isHungUpOnWhileSending(Socket socket, byte[] again) throws IOException {
    try {
      for (int i = 0; i < MUCH; i++) {
        socket.getOutputStream().write(again);
      }
    } catch (SocketException | SSLException closed) {
      return true;
    }
    return false;
  }

  private static String said(String request) throws IOException {
    try (Socket stranger = bank.socket()) {
      return said(stranger, request);
    }
  }

  private static String said(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return String.valueOf(lines(socket).readLine());
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
