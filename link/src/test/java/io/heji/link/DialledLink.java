package io.heji.link;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.heji.crypto.Randomness;
import io.heji.link.capture.WireCapture;
import io.heji.link.played.PlayedCa;
import io.heji.link.played.PlayedGateway;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.FromGateway;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member that dials a played gateway over real TLS on the loopback address. */
@Timeout(60)
abstract class DialledLink {
  static final PartyId MEMBER = new PartyId("platform-a");
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  final Vertx vertx = Vertx.vertx();
  final PlayedMember member = new PlayedMember();
  final List<AutoCloseable> open = new ArrayList<>();
  PlayedCa ca;
  PlayedGateway gateway;

  @BeforeEach
  void listen() throws Exception {
    ca = new PlayedCa(folder.resolve("ca"), "federation");
    gateway = new PlayedGateway(vertx, ca.party("gateway"), 0);
    open.add(gateway);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  LinkClient dial() {
    return dial(standard());
  }

  LinkClient dial(LinkTimes times) {
    try {
      return dial(gateway.port(), ca.party(MEMBER.value()), times);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  LinkClient dial(int port, LinkTls tls, LinkTimes times) {
    LinkClient client =
        new LinkClient(
            vertx,
            new LinkSettings(MEMBER, PlayedGateway.HOST, port, tls),
            times,
            member,
            Randomness.of(new SecureRandom()),
            WireCapture.none());
    open.add(client);
    client.start();
    return client;
  }

  static LinkTimes standard() {
    return new LinkTimes(LONG, millis(10), millis(50), LONG, LONG);
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  static FromGateway documents(String directory) {
    return FromGateway.newBuilder()
        .setDocuments(Documents.newBuilder().setDirectory(directory))
        .build();
  }

  static FromGateway evaluate(long call, String request) {
    return FromGateway.newBuilder()
        .setEvaluate(Evaluate.newBuilder().setCall(call).setRequest(request))
        .build();
  }
}
