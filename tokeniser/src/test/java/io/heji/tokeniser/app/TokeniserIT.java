package io.heji.tokeniser.app;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.BANK_PER_DAY;
import static io.heji.tokeniser.played.PlayedFederation.OTHER;
import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static io.heji.tokeniser.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.link.LinkTls;
import io.heji.link.played.PackagedRole;
import io.heji.link.played.PlayedCa;
import io.heji.link.played.PlayedGateway;
import io.heji.link.played.PlayedStream;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.Elements;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.TokenRound;
import io.heji.store.played.PlayedDatabase;
import io.heji.tokeniser.played.PlayedFederation;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged process against a played gateway and a real PostgreSQL: it answers, it is ready when
 * it should be, and after a power cut it remembers what it must.
 */
@Timeout(180)
class TokeniserIT {
  private static final Duration LIFE = Duration.ofDays(90);
  private static final int HEAP_MEBIBYTES = 128;
  private static PlayedDatabase database;
  private static int databases;

  @TempDir Path home;
  private final Vertx vertx = Vertx.vertx();
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final Randomness randomness = Randomness.of(new SecureRandom());
  private final PlayedFederation federation = new PlayedFederation(Instant.now());
  private final Map<String, String> properties = new TreeMap<>();
  private PlayedGateway gateway;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = PlayedDatabase.durable();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    PlayedCa ca = new PlayedCa(home.resolve("tls"), "federation");
    gateway = new PlayedGateway(vertx, ca.party("gateway"), 0);
    LinkTls tls = ca.party(SELF.value());
    Files.writeString(home.resolve("regulators.json"), federation.pinned().toJson());
    Path epoch = Files.createDirectories(home.resolve("keys").resolve("epoch-1"));
    SecretFile.write(
        epoch.resolve("voprf.key"), federation.share(SELF).toSecretBytes(SecretAccess.granted()));
    String url = "postgresql://127.0.0.1:" + database.port() + "/" + newDatabase();
    properties.put("quarkus.datasource.username", "postgres");
    properties.put("quarkus.datasource.password", "postgres");
    properties.put("quarkus.datasource.jdbc.url", "jdbc:" + url);
    properties.put("quarkus.datasource.reactive.url", url);
    properties.put("heji.party.id", SELF.value());
    properties.put("heji.federation.regulators", "regulators.json");
    properties.put("heji.keys.directory", "keys");
    properties.put("heji.tls.certificate", tls.certificate().toString());
    properties.put("heji.tls.key", tls.key().toString());
    properties.put("heji.tls.ca", tls.ca().toString());
    properties.put("heji.gateway.host", PlayedGateway.HOST);
    properties.put("heji.gateway.port", Integer.toString(gateway.port()));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static String newDatabase() throws SQLException {
    databases++;
    String name = "tokeniser" + databases;
    database.execute("create database " + name);
    return name;
  }

  @Test
  void evaluatesOnceAlsoAfterAPowerCut() throws Exception {
    TokenRound round = round(1);
    FromGateway call = evaluate(round);
    FromGateway beyondQuota = evaluate(round((int) BANK_PER_DAY));

    try (PackagedRole tokeniser = PackagedRole.start(home, HEAP_MEBIBYTES, properties)) {
      PlayedStream stream = gateway.nextStreamAfterHello();
      stream.send(documents(2));
      EvaluateReply reply = ask(stream, call);
      assertThat(round.finish(verified(), answers(round, reply))).hasSize(1);
      assertThat(refusal(ask(stream, call))).isEqualTo("replayed");
      tokeniser.kill();
    }

    try (PackagedRole again = PackagedRole.start(home, HEAP_MEBIBYTES, properties)) {
      PlayedStream stream = gateway.nextStreamAfterHello();
      // An older roster than it went by before is not adopted, so nothing is answered under it.
      stream.send(documents(1));
      assertThat(refusal(ask(stream, call))).isEqualTo("too-busy");
      assertThat(again.get("/q/health/ready").statusCode()).isEqualTo(503);

      stream.send(documents(2));
      assertThat(refusal(ask(stream, call))).isEqualTo("replayed");
      assertThat(refusal(ask(stream, beyondQuota))).isEqualTo("quota-exceeded");
    }
  }

  @Test
  void isReadyWhenLinkedAndSureOfItsShareAndListensToNobody() throws Exception {
    int httpPort = PackagedRole.freePort();
    properties.put("quarkus.http.port", Integer.toString(httpPort));
    try (PackagedRole tokeniser = PackagedRole.start(home, HEAP_MEBIBYTES, properties)) {
      PlayedStream stream = gateway.nextStreamAfterHello();
      assertThat(tokeniser.get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(tokeniser.get("/q/health/ready").statusCode()).isEqualTo(503);

      stream.send(documents(2));
      assertThat(ask(stream, evaluate(round(1))).hasEvaluated()).isTrue();

      assertThat(tokeniser.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(tokeniser.get("/q/metrics").body())
          .contains("heji_evaluations_total{outcome=\"answered\"} 1.0");
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), httpPort).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void isNotReadyAndDoesNotEvaluateWithAShareThatItDidNotState() throws Exception {
    Path share = home.resolve("keys").resolve("epoch-1").resolve("voprf.key");
    Files.delete(share);
    SecretFile.write(share, federation.share(OTHER).toSecretBytes(SecretAccess.granted()));
    try (PackagedRole tokeniser = PackagedRole.start(home, HEAP_MEBIBYTES, properties)) {
      PlayedStream stream = gateway.nextStreamAfterHello();
      stream.send(documents(2));

      assertThat(refusal(ask(stream, evaluate(round(1))))).isEqualTo("tokeniser-unavailable");
      assertThat(tokeniser.get("/q/health/ready").statusCode()).isEqualTo(503);
      assertThat(tokeniser.log()).contains("HEJI-TOK-3");
    }
  }

  @Test
  void refusesToStartOnDoubt() throws Exception {
    refusesToStart(Map.of("heji.keys.diretory", "keys"), "heji.keys.diretory");
    refusesToStart(Map.of("heji.keys.directory", "nowhere"), "heji.keys.directory");
  }

  private void refusesToStart(Map<String, String> changed, String named) throws Exception {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(changed);
    try (PackagedRole tokeniser = PackagedRole.start(home, HEAP_MEBIBYTES, all)) {
      assertThat(tokeniser.exitCode()).isNotZero();
      assertThat(tokeniser.log()).contains(named);
    }
  }

  private FromGateway documents(long rosterSerial) {
    SignedDocuments all = signedDocuments(rosterSerial);
    return FromGateway.newBuilder()
        .setDocuments(
            Documents.newBuilder()
                .setDirectory(all.directory())
                .setPolicy(all.policy())
                .setRoster(all.roster())
                .addAllKeyStatements(all.keyStatements()))
        .build();
  }

  private SignedDocuments signedDocuments(long rosterSerial) {
    return federation.documents(rosterSerial, Instant.EPOCH, LIFE);
  }

  private Federation verified() throws Exception {
    return Federation.verify(signedDocuments(2), federation.pinned(), Instant.now());
  }

  private TokenRound round(int subjects) throws Exception {
    return switch (Subjects.normalise("cn-resident-id", "11010519491231002X")) {
      case Normalised.Accepted(Subject subject) ->
          TokenRound.blind(Collections.nCopies(subjects, subject), voprf, randomness);
      case Normalised.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  /** A bank's signed request under the second roster. */
  private FromGateway evaluate(TokenRound round) throws Exception {
    String request =
        round
            .request(verified(), BANK, Instant.now(), randomness)
            .signWith(kid(BANK, KeyUse.QUERY), federation.key(BANK, KeyUse.QUERY));
    return FromGateway.newBuilder()
        .setEvaluate(
            Evaluate.newBuilder()
                .setCall(1)
                .setRequest(request)
                .setElements(ByteString.copyFrom(round.elements().toByteArray())))
        .build();
  }

  private static EvaluateReply ask(PlayedStream stream, FromGateway call) {
    stream.send(call);
    return stream.next().getEvaluated();
  }

  private static String refusal(EvaluateReply reply) {
    return reply.getRefusal().getProblem();
  }

  /** This tokeniser's answer beside the other's, which the test works out itself. */
  private List<EvaluationAnswer> answers(TokenRound round, EvaluateReply reply) throws Exception {
    Evaluation other =
        voprf.evaluate(federation.share(OTHER), Elements.decode(round.elements()), randomness);
    return List.of(
        new EvaluationAnswer(
            SELF,
            Bytes.copyOf(reply.getEvaluated().getElements().toByteArray()),
            Bytes.copyOf(reply.getEvaluated().getProof().toByteArray())),
        new EvaluationAnswer(OTHER, Elements.encode(other.elements()), other.proof()));
  }
}
