package io.heji.link.played;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged application of the module under test, as a process with a home of its own. */
public final class PackagedRole implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final long WAIT_SECONDS = 60;

  private final int managementPort;
  private final Process process;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final StringBuffer log = new StringBuffer();
  private final Thread reader;
  private final HttpClient http = HttpClient.newHttpClient();

  private PackagedRole(int managementPort, Process process) {
    this.managementPort = managementPort;
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /** With a heap of so many MiB. */
  public static PackagedRole start(Path home, int heapMax, Map<String, String> properties)
      throws IOException {
    int managementPort = freePort();
    StringBuilder lines = new StringBuilder();
    properties.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    lines.append("quarkus.management.port=").append(managementPort).append('\n');
    // Its line about listening is how the tests know that it does.
    lines.append("quarkus.log.category.\"io.quarkus\".level=INFO\n");
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config").resolve("application.properties"), lines);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMax + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    return new PackagedRole(managementPort, process);
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .forEach(
              line -> {
                log.append(line).append('\n');
                unread.add(line);
              });
    } catch (IOException | UncheckedIOException closed) {
      log.append("closed\n");
    }
  }

  /** Waits for a line with this text and gives it. */
  public String awaitLog(String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    for (; ; ) {
      String line = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new IllegalStateException("no line with `" + text + "` in\n" + log);
      }
      if (line.contains(text)) {
        return line;
      }
    }
  }

  /** Waits until it serves over HTTPS. */
  public PackagedRole awaitStarted() throws InterruptedException {
    awaitLog("Listening on: https");
    return this;
  }

  /** What it has written so far. */
  public String log() {
    return log.toString();
  }

  /** From its management port. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  public int managementPort() {
    return managementPort;
  }

  /** The exit code of a process that ends by itself. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process goes on:\n" + log);
    }
    reader.join();
    return process.exitValue();
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      process.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException stuck) {
      kill();
    }
  }
}
