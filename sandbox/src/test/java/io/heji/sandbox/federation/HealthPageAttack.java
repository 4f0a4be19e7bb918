package io.heji.sandbox.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.sandbox.ceremony.Cast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ⚔ somebody on the roles' machine who sends health pages what no client would. */
final class HealthPageAttack {
  /** As {@code quarkus.management.limits.max-body-size} says. */
  private static final int BODY_MAX_BYTES = 64 * 1024;

  private static final int CONNECTIONS = 300;

  /** A hundred megabytes in all are more than any buffer on the way takes. */
  private static final int SENDINGS = 100_000;

  private static final String MORE = "x".repeat(1000);

  private final int port;

  private HealthPageAttack(int port) {
    this.port = port;
  }

  /** Requires that each page bears it, and answers afterwards. */
  static void onEveryRole(Cast cast, Bringup bringup) throws IOException {
    List<Cast.Member> roles = new ArrayList<>(Cast.TOKENISERS);
    roles.add(Cast.GATEWAY);
    roles.addAll(cast.platforms());
    for (Cast.Member role : roles) {
      HealthPageAttack attack = new HealthPageAttack(bringup.managementPort(role.id()));
      attack.sendsWhatHasNoEnd();
      attack.sendsTooLargeABody();
      attack.holdsManyConnections();
    }
  }

  private void sendsWhatHasNoEnd() throws IOException {
    for (String begun :
        List.of(
            "GET /q/health HTTP/1.1\r\nX: ",
            "GET /",
            "POST /q/health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;")) {
      try (Socket stranger = socket()) {
        send(stranger, begun);
        assertThat(isHungUpOnWhileSending(stranger)).as(begun).isTrue();
      }
    }
    assertThat(asked()).startsWith("HTTP/1.1 200 ");
  }

  private void sendsTooLargeABody() throws IOException {
    String largest = "x".repeat(BODY_MAX_BYTES);
    assertThat(posted(BODY_MAX_BYTES, largest)).startsWith("HTTP/1.1 200 ");
    // Refused by the length that is told, before anything of it is sent.
    assertThat(posted(BODY_MAX_BYTES + 1, "")).startsWith("HTTP/1.1 413 ");
  }

  /** There is no limit on their number; they cost the others nothing. */
  private void holdsManyConnections() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket stranger = socket();
        held.add(stranger);
        send(stranger, "GET /q/he");
      }
      assertThat(asked()).startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket stranger : held) {
        stranger.close();
      }
    }
  }

  private String asked() throws IOException {
    return said("GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private String posted(int length, String body) throws IOException {
    return said(
        "POST /q/health/live HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Length: "
            + length
            + "\r\n\r\n"
            + body);
  }

  private String said(String request) throws IOException {
    try (Socket stranger = socket()) {
      send(stranger, request);
      return String.valueOf(
          new BufferedReader(
                  new InputStreamReader(stranger.getInputStream(), StandardCharsets.US_ASCII))
              .readLine());
    }
  }

  /** Whether the other end closes before all is sent. */
  private static boolean isHungUpOnWhileSending(Socket stranger) throws IOException {
    try {
      for (int i = 0; i < SENDINGS; i++) {
        send(stranger, MORE);
      }
    } catch (SocketException closed) {
      return true;
    }
    return false;
  }

  private Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void send(Socket stranger, String text) throws IOException {
    stranger.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
