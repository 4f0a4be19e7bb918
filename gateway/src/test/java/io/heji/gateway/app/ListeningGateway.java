package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.gateway.connection.GuardedTransport;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.member.Links;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.token.EvaluationRelay;
import io.heji.link.capture.WireCapture;
import io.heji.link.played.PlayedCa;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.FromMember;
import io.heji.store.memory.MemoryStores;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's end of the link that listens for members of a test, right or wrong. */
@Timeout(60)
abstract class ListeningGateway {
  static final PartyId PLATFORM = PLATFORMS.getFirst();
  static final Duration LONG = Duration.ofMinutes(5);
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir Path folder;
  final PlayedFederation played = new PlayedFederation(NOW);
  final Vertx vertx = new VertxBuilder().findTransport(new GuardedTransport()).init().vertx();
  final Links links = new Links(System::nanoTime);
  PlayedCa ca;
  int port;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void issue() throws Exception {
    ca = new PlayedCa(folder.resolve("ca"), "federation");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  void listen(Duration helloWait) throws Exception {
    MemoryStores stores = new MemoryStores();
    AdoptedDocuments documents = new AdoptedDocuments(played.pinned(), stores);
    documents.adopt(played.documents(), NOW);
    EvaluationRelay relay =
        new EvaluationRelay(
            documents,
            stores,
            stores,
            links,
            new Voprf(GroupEngines.bouncyCastle())::decode,
            () -> NOW);
    port =
        new LinkListener(
                vertx,
                ca.party("gateway"),
                new AnyPort(),
                helloWait,
                documents,
                links,
                relay,
                new OpenCalls(),
                WireCapture.none())
            .start();
  }

  RawMember linked(PartyId party) throws Exception {
    RawMember member = raw(party).hello(party.value());
    assertThat(member.next().hasDocuments()).isTrue();
    return member;
  }

  RawMember raw(PartyId party) throws Exception {
    return kept(new RawMember(vertx, ca.party(party.value()), port));
  }

  <T extends AutoCloseable> T kept(T closeable) {
    open.add(closeable);
    return closeable;
  }

  static FromMember call(int elementBytes) {
    return FromMember.newBuilder()
        .setEvaluate(
            EvaluationCall.newBuilder()
                .setCall(5)
                .setElements(ByteString.copyFrom(new byte[elementBytes])))
        .build();
  }

  private record AnyPort() implements GatewayConfig.ListenerConfig {
    @Override
    public String host() {
      return GatewayHome.HOST;
    }

    @Override
    public int port() {
      return 0;
    }
  }
}
