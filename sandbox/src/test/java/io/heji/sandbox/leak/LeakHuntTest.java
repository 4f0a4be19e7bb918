package io.heji.sandbox.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.heji.sandbox.leak.LeakReport.Searched;
import io.heji.sandbox.leak.LeakScanner.Leak;
import io.heji.sandbox.leak.Place.Reading;
import io.heji.sandbox.postgres.DatabaseAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of place with a leak planted in it, without one, and unread. */
class LeakHuntTest {
  private static final String IDENTITY = "110105194912310021";
  private static final String PROOF = "gateway-7";
  private static final List<PlantedValue> FORBIDDEN =
      List.of(PlantedValue.identity("identity of marked person 1", IDENTITY));
  private static final List<PlantedValue> PRESENT =
      List.of(PlantedValue.text("proof: the party's id", PROOF));

  @TempDir Path folder;

  private static Searched search(Reading reading) throws InterruptedException {
    return LeakHunt.through(new Place("gateway", "place", reading, FORBIDDEN, PRESENT));
  }

  private static void assertLeaks(Reading reading) throws InterruptedException {
    Searched searched = search(reading);
    assertThat(searched.isRead()).isTrue();
    assertThat(searched.leaks())
        .extracting(Leak::value)
        .containsOnly("identity of marked person 1");
    assertThat(searched.isClean()).isFalse();
    assertThat(searched.row()).contains("✗").doesNotContain(IDENTITY);
  }

  private static void assertClean(Reading reading) throws InterruptedException {
    Searched searched = search(reading);
    assertThat(searched.failure()).isEmpty();
    assertThat(searched.leaks()).isEmpty();
    assertThat(searched.bytes()).isPositive();
    assertThat(searched.isClean()).isTrue();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void findsALeakInALog() throws Exception {
    assertClean(Readings.file(file("clean.log", PROOF + " started")));
    assertLeaks(Readings.file(file("leaking.log", PROOF + " started for " + IDENTITY)));
  }

  @Test
  void findsALeakInAFolder() throws Exception {
    file("config", PROOF);
    file("capture.jsonl", IDENTITY);
    Reading folderBeside = Readings.folder(folder, List.of("capture.jsonl"));
    assertClean(folderBeside);

    Files.createDirectories(folder.resolve("deep/er"));
    file("deep/er/core", IDENTITY);

    assertLeaks(folderBeside);
  }

  @Test
  void findsALeakInALineOfACaptureAndInItsFrame() throws Exception {
    String hex = HexFormat.of().formatHex(("\0" + IDENTITY).getBytes(StandardCharsets.UTF_16LE));
    String clean = line("ask", PROOF, "00");
    String opened = line("opened", IDENTITY, "00");
    Path capture = file("capture", clean + opened);
    Reading others = Readings.capture(capture, kind -> !kind.equals("opened"));
    assertClean(others);
    assertLeaks(Readings.capture(capture, _ -> true));

    // UTF-16 in hex is one of the forms of a text only once it is decoded.
    file("capture", clean + line("ask", "", hex));
    assertLeaks(others);
    file("capture", clean + line("ask", IDENTITY, ""));
    assertLeaks(others);
  }

  @Test
  void findsALeakInABodyThatWasCaptured() throws Exception {
    String hex = HexFormat.of().formatHex(IDENTITY.getBytes(StandardCharsets.UTF_16BE));
    String body = "{\"kind\":\"http-request\",\"content\":{\"body\":\"%s\"}}\n";
    Path capture = file("capture", body.formatted(PROOF));
    assertClean(Readings.capture(capture, "http-request"::equals));

    file("capture", body.formatted(PROOF) + body.formatted(hex));

    assertLeaks(Readings.capture(capture, "http-request"::equals));
  }

  private static String line(String kind, String text, String frame) {
    return "{\"kind\":\"%s\",\"content\":{\"text\":\"%s\"},\"frame\":\"%s\"}\n"
        .formatted(kind, text, frame);
  }

  @Test
  void findsALeakInMetricsAndDoesNotTakeARefusalForMetrics() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server, "/clean", 200, "heji_party{id=\"" + PROOF + "\"} 1");
    serve(server, "/leaking", 200, "heji_party{id=\"" + PROOF + "\",of=\"" + IDENTITY + "\"} 1");
    serve(server, "/refused", 404, PROOF);
    serve(server, "/empty", 200, "");
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();

      assertClean(Readings.http(URI.create(base + "/clean")));
      assertLeaks(Readings.http(URI.create(base + "/leaking")));
      assertThat(search(Readings.http(URI.create(base + "/refused"))).isRead()).isFalse();
      assertThat(search(Readings.http(URI.create(base + "/empty"))).isRead()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  private static void serve(HttpServer server, String path, int status, String text) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Also in a schema other than `public`, and not when a table cannot be read. */
  @Test
  void findsALeakInEverySchemaOfADatabase() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table decision (party text)");
      statement.execute("insert into decision values ('" + PROOF + "')");
      Reading reading =
          Readings.database(
              new DatabaseAccess(postgres.getPort(), "postgres", "postgres", "postgres"));
      assertClean(reading);

      statement.execute("create schema \"Odd one\"");
      statement.execute("create table \"Odd one\".\"Odd name\" (a bytea)");
      statement.execute("insert into \"Odd one\".\"Odd name\" values ('" + IDENTITY + "'::bytea)");
      assertLeaks(reading);

      statement.execute("create role reader login password 'reader'");
      Reading unprivileged =
          Readings.database(new DatabaseAccess(postgres.getPort(), "postgres", "reader", "reader"));
      assertThat(search(unprivileged).isRead()).isFalse();
    }
  }

  /** Two small JVMs: one that holds the value in a field, one that does not. */
  @Test
  void findsALeakInTheHeapOfAnotherProcess() throws Exception {
    Process clean = holding("nothing");
    Process leaking = holding(IDENTITY);
    try {
      assertClean(Readings.heap(clean.pid(), folder));
      assertLeaks(Readings.heap(leaking.pid(), folder));
      assertThat(folder.resolve(leaking.pid() + ".hprof")).doesNotExist();
    } finally {
      clean.destroyForcibly();
      leaking.destroyForcibly();
    }
  }

  private Process holding(String value) throws IOException {
    Path source =
        file(
            "Holder.java",
            """
            class Holder {
              static StringBuilder held;
              public static void main(String[] arguments) throws Exception {
                held = new StringBuilder("%s").append(System.console() == null ? "" : " ");
                String read = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)).readLine();
                held.append(read);
                System.out.println("ready");
                System.in.read();
              }
            }
            """
                .formatted(PROOF));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-Xmx64m", "-XX:+UseSerialGC", source.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.outputWriter(StandardCharsets.US_ASCII).append(value).append('\n').flush();
    assertThat(process.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void aPlaceThatCouldNotBeReadOrLacksItsProofDoesNotPass() throws Exception {
    Searched missing = search(Readings.file(folder.resolve("missing.log")));
    Searched unproven = search(Readings.file(file("unproven.log", "somebody else's log")));

    assertThat(missing.failure()).isEqualTo("NoSuchFileException");
    assertThat(unproven.failure()).isEqualTo("not there: proof: the party's id");
    LeakReport report = new LeakReport(List.of(missing, unproven));
    assertThat(report.isClean()).isFalse();
    assertThat(report.leaks()).isEmpty();
    assertThat(report.unread()).hasSize(2);
    assertThat(report.toJson().path("clean").asBoolean()).isFalse();
  }

  @Test
  void reportsNamesAndNeverAValue() throws Exception {
    Searched leaking = search(Readings.file(file("leaking.log", PROOF + IDENTITY)));
    LeakReport report = new LeakReport(List.of(leaking));

    StringBuilder told = new StringBuilder(report.toJson().toString());
    report.summary(told::append);

    assertThat(told)
        .contains("identity of marked person 1", "Latin-1")
        .doesNotContain(IDENTITY, IDENTITY.substring(0, 12));
  }
}
