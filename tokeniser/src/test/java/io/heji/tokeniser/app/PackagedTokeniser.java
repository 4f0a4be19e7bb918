package io.heji.tokeniser.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged tokeniser as a process of its own, with a home of its own. */
final class PackagedTokeniser implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final long WAIT_SECONDS = 60;

  private final Path home;
  private final int managementPort;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private PackagedTokeniser(Path home, int managementPort, Process process) {
    this.home = home;
    this.managementPort = managementPort;
    this.process = process;
  }

  static PackagedTokeniser start(Path home, Map<String, String> properties) throws IOException {
    int managementPort = freePort();
    StringBuilder lines = new StringBuilder();
    properties.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    lines.append("quarkus.management.port=").append(managementPort).append('\n');
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config").resolve("application.properties"), lines);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    return new PackagedTokeniser(home, managementPort, process);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it has written so far. */
  String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The exit code of a process that ends by itself. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process goes on");
    }
    return process.exitValue();
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException stuck) {
      kill();
    }
  }
}
