package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedMembers;
import io.heji.link.LinkClient;
import io.heji.link.LinkTls;
import io.heji.link.played.PackagedRole;
import io.heji.link.played.PlayedCa;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.json.JsonObject;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the packaged gateway's two listeners let in, and how they say no. */
@Timeout(120)
class GatewayEdgeIT {
  @TempDir private static Path folder;
  private static final Vertx VERTX = Vertx.vertx();
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
    VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void saysEveryRefusalAsAProblemWithoutEchoOfWhatWasSent() throws Exception {
    assertProblem(bank.get("/v1/secret-echo"), 404, "not-found");
    assertProblem(bank.get("/secret-echo"), 404, "not-found");
    assertProblem(bank.get("/v1/queries/secret-echo"), 400, "malformed-request");
    assertProblem(bank.get("/v1/queries/01890000-0000-7000-8000-000000000000"), 404, "not-found");
    assertProblem(post("application/json", "{\"secret-echo\":1}"), 400, "malformed-request");
    assertProblem(post("application/json", "{\"query\":\"secret-echo\""), 400, "malformed-request");
    assertProblem(post("application/json", "[]"), 400, "malformed-request");
    assertProblem(post("application/json", ""), 400, "malformed-request");
    assertProblem(
        post(
            "application/json",
            BodyPublishers.ofByteArray(
                "{\"query\":\"\u00e9\",\"sealed\":{}}".getBytes(StandardCharsets.ISO_8859_1))),
        400,
        "malformed-request");
    assertProblem(
        post("application/json", "{\"query\":\"a.b.c\",\"sealed\":{\"Secret-Echo\":\"\"}}"),
        400,
        "malformed-request");
    assertProblem(post("text/plain", "secret-echo"), 415, "malformed-request");
    HttpResponse<String> notAllowed = bank.send(bank.authorised("/v1/queries").DELETE());
    assertProblem(notAllowed, 405, "malformed-request");
    assertThat(notAllowed.headers().firstValue("Allow")).hasValue("POST");
    HttpResponse<String> posted = bank.send(bank.authorised("/v1/documents").DELETE());
    assertProblem(posted, 405, "malformed-request");
    assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertProblem(
        bank.send(bank.authorised("/v1/documents").header("Accept", "text/secret-echo")),
        406,
        "malformed-request");
  }

  @ParameterizedTest
  @EnumSource
  void refusesABodyBeyondTheLimitWhetherItsLengthIsToldOrNot(HttpClient.Version version)
      throws Exception {
    byte[] largest = blank(Limits.HTTP_BODY_MAX_BYTES);
    byte[] beyond = blank(Limits.HTTP_BODY_MAX_BYTES + 1);

    // Read to its end, and then found to be no JSON object.
    assertProblem(sent(version, told(largest)), 400, "malformed-request");
    assertProblem(sent(version, untold(largest)), 400, "malformed-request");
    assertProblem(sent(version, told(beyond)), 413, "batch-too-large");
    assertProblem(sent(version, untold(beyond)), 413, "batch-too-large");
    assertProblem(sent(version, told(blank(2 * beyond.length))), 413, "batch-too-large");
    assertProblem(sent(version, untold(blank(2 * beyond.length))), 413, "batch-too-large");
  }

  private static HttpResponse<String> sent(HttpClient.Version version, BodyPublisher body)
      throws Exception {
    return bank.send(
        bank.authorised("/v1/queries")
            .version(version)
            .header("Content-Type", "application/json")
            .POST(body));
  }

  private static BodyPublisher told(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  private static BodyPublisher untold(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private static byte[] blank(int size) {
    byte[] blank = new byte[size];
    Arrays.fill(blank, (byte) ' ');
    return blank;
  }

  @Test
  void challengesWhoShowsNoAccessToken() throws Exception {
    for (String path : new String[] {"/v1/queries", "/v1/evaluations"}) {
      HttpResponse<String> response =
          bank.send(
              bank.request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{}")));
      assertProblem(response, 401, "access-token-invalid");
      assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }
    String token = "Bearer " + serving.played().accessToken(BANK, Instant.now());
    HttpRequest.Builder first = bank.request("/v1/queries/x").header("Authorization", token);
    assertProblem(bank.send(first), 400, "malformed-request");
    assertProblem(bank.send(first), 409, "replayed");
  }

  /** The answer comes although no byte of the announced body is sent. */
  @Test
  void looksAtTheAccessTokenBeforeItReadsTheBody() throws Exception {
    for (String path : new String[] {"/v1/queries", "/v1/evaluations"}) {
      try (Socket stranger = bank.socket()) {
        stranger
            .getOutputStream()
            .write(
                ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 16000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(line(stranger)).startsWith("HTTP/1.1 401 ");
      }
    }
  }

  @Test
  void saysThatABatchIsTooLargeWhenItIs() throws Exception {
    String blob = Bytes.copyOf(new byte[Limits.SEALED_MAX_BYTES + 1]).base64Url();
    assertProblem(
        post(
            "application/json",
            "{\"query\":\"a.b.c\",\"sealed\":{\"platform-a\":\"" + blob + "\"}}"),
        413,
        "batch-too-large");
    Bytes elements = Bytes.copyOf(new byte[(Limits.SUBJECTS_MAX + 1) * Limits.ELEMENT_BYTES]);
    assertProblem(bank.evaluate("a.b.c", elements), 413, "batch-too-large");
  }

  @Test
  void takesAsManySealedAsThereMayBeMembersAndNotOneMore() throws Exception {
    String tooMany = "`sealed` must have at most " + Limits.MEMBERS_MAX + " members";
    assertThat(post("application/json", sealed(Limits.MEMBERS_MAX)).body()).doesNotContain(tooMany);
    HttpResponse<String> refused = post("application/json", sealed(Limits.MEMBERS_MAX + 1));
    assertProblem(refused, 400, "malformed-request");
    assertThat(refused.body()).contains(tooMany);
  }

  private static String sealed(int members) {
    return IntStream.range(0, members)
        .mapToObj("\"platform-%d\":\"\""::formatted)
        .collect(Collectors.joining(",", "{\"query\":\"a.b.c\",\"sealed\":{", "}}"));
  }

  /** ⚔ slow clients, with a shorter wait than in a deployment. */
  @Test
  void closesConnectionsThatCarryNothing() throws Exception {
    Path second = Files.createDirectory(folder.resolve("second"));
    GatewayHome crowded = serving.another(second);
    Map<String, String> shorter =
        Map.of("quarkus.http.idle-timeout", "2s", "quarkus.management.idle-timeout", "2s");
    try (PackagedRole impatient = crowded.start(shorter).awaitStarted();
        BankDesk desk = new BankDesk(crowded, serving.played(), BANK);
        Socket slow = desk.socket();
        Socket silent = desk.socket()) {
      slow.getOutputStream().write("POST /v1/q".getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      try (Socket healthPage =
          new Socket(InetAddress.getLoopbackAddress(), impatient.managementPort())) {
        assertThat(healthPage.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static String line(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  @Test
  void servesTheSameDocumentsToEverybody() throws Exception {
    HttpResponse<String> once = bank.send(bank.request("/v1/documents"));
    HttpResponse<String> again = bank.get("/v1/documents");

    assertThat(SignedDocuments.fromJson(once.body()).toJson()).isEqualTo(once.body());
    assertThat(again.body()).isEqualTo(once.body());
    assertThat(once.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
  }

  @Test
  void speaksOnlyTls13() throws Exception {
    try (BankDesk old = new BankDesk(serving.home(), serving.played(), BANK, "TLSv1.2")) {
      assertThatThrownBy(() -> old.get("/v1/documents")).isInstanceOf(SSLException.class);
    }
    URI plain = URI.create("http://127.0.0.1:" + serving.home().apiPort() + "/v1/documents");
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () -> client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theLinkAdmitsOnlyMembersWhoseCertificateIsTheirOwn() throws Exception {
    PartyId platform = PLATFORMS.getFirst();
    try (LinkedMembers linked = linked()) {
      refused(linked, PLATFORMS.get(1), serving.home().ca().party(platform.value()));
      refused(linked, BANK, serving.home().ca().party(BANK.value()));
      refused(linked, new PartyId("stranger"), serving.home().ca().party("stranger"));
      PlayedCa other = new PlayedCa(folder.resolve("other"), "federation");
      LinkTls certificate = other.party(platform.value());
      LinkTls foreign =
          new LinkTls(certificate.certificate(), certificate.key(), serving.home().caCertificate());
      try (LinkClient link = linked.client(platform, foreign)) {
        link.start();
        // TLS ends before there is anything to log; the one let in next shows who got documents.
        assertThat(linked.dial(platform).getKeyStatementsCount()).isEqualTo(6);
        assertThat(link.connected()).isFalse();
      }
    }
  }

  private static void refused(LinkedMembers linked, PartyId party, LinkTls tls) throws Exception {
    try (LinkClient link = linked.client(party, tls)) {
      link.start();
      serving.process().awaitLog("HEJI-GW-5");
      assertThat(link.connected()).isFalse();
    }
  }

  @Test
  void twoProcessesOfAMemberAreLinkedAndLostOnesAreNoticed() throws Exception {
    PartyId platform = PLATFORMS.get(2);
    try (LinkedMembers second = linked()) {
      try (LinkedMembers first = linked()) {
        first.dial(platform);
        serving.process().awaitLog("HEJI-GW-3 " + platform);
        second.dial(platform);
        serving.process().awaitLog("HEJI-GW-3 " + platform);
      }
    }
    serving.process().awaitLog("HEJI-GW-4 " + platform);
    serving.process().awaitLog("HEJI-GW-4 " + platform);
    assertThat(serving.process().get("/q/health/ready").body()).contains("\"linked\": ");
  }

  private static LinkedMembers linked() throws Exception {
    PlayedFederation played = serving.played();
    Instant now = serving.startedAt();
    return new LinkedMembers(
        VERTX, serving.home(), played, new PlayedMembers(played, played.verified(now), now));
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    return post(type, BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> post(String type, BodyPublisher body) throws Exception {
    return bank.send(bank.authorised("/v1/queries").header("Content-Type", type).POST(body));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String slug)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonObject json = JsonObject.parse(response.body());
    assertThat(json.text("type", 64)).isEqualTo("urn:heji:problem:" + slug);
    assertThat(json.integer("status", 0, 999)).isEqualTo(status);
    assertThat(json.text("title", 100)).isNotBlank();
    assertThat(json.text("detail", 200)).doesNotContainIgnoringCase("secret-echo");
    json.end();
    assertThat(Bytes.utf8(response.body()).size()).isLessThan(512);
  }
}
