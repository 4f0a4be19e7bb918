package io.heji.sandbox.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.protocol.metric.Metric;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.FederationLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code docs/protocol/client.py} as a bank of the sandbox. */
final class PagesClient {
  private static final Path CLIENT = Path.of("..", "docs", "protocol", "client.py");
  private static final long WAIT_SECONDS = 120;

  private final String python;
  private final FederationLayout layout;

  private PagesClient(String python, FederationLayout layout) {
    this.python = python;
    this.layout = layout;
  }

  /**
   * With the Python of {@code HEJI_PYTHON}, or {@code python3}. Without Python or its package
   * `cryptography` the test is listed as not run; where {@code HEJI_PYTHON} is set it must run.
   */
  static PagesClient find(FederationLayout layout) throws Exception {
    Optional<String> named = Optional.ofNullable(System.getenv("HEJI_PYTHON"));
    String python = named.orElse("python3");
    boolean usable;
    try {
      usable = run(List.of(python, "-c", "import cryptography")).exit() == 0;
    } catch (IOException none) {
      usable = false;
    }
    if (named.isPresent()) {
      assertThat(usable).as("HEJI_PYTHON names a Python with `cryptography`").isTrue();
    }
    Assumptions.assumeTrue(usable, "not run: python3 with the package `cryptography` is missing");
    return new PagesClient(python, layout);
  }

  /** What {@code vectors/check.py} says: it runs the published vectors through the client. */
  String checkVectors() throws Exception {
    Path check = CLIENT.resolveSibling("vectors").resolve("check.py");
    Ended ended = run(List.of(python, check.toString()));
    assertThat(ended.exit()).as("check.py says: " + ended.error()).isZero();
    return ended.output();
  }

  /** The answer to a question that an earlier run of the client asked. */
  JsonNode fetch(String queryId) throws Exception {
    Path bank = layout.bank(Cast.INDEPENDENT_BANK.id()).toAbsolutePath();
    Ended ended = run(List.of(python, CLIENT.toString(), bank.toString(), "--fetch", queryId));
    assertThat(ended.exit()).as("client.py says: " + ended.error()).isZero();
    return new ObjectMapper().readTree(ended.output());
  }

  JsonNode ask(String identity, String purpose, List<Metric> metrics) throws Exception {
    Path bank = layout.bank(Cast.INDEPENDENT_BANK.id()).toAbsolutePath();
    String names = metrics.stream().map(Metric::wireName).collect(Collectors.joining(","));
    Ended ended =
        run(
            List.of(
                python,
                CLIENT.toString(),
                bank.toString(),
                "--purpose",
                purpose,
                "--consent",
                Ceremony.consentId(purpose),
                "--metrics",
                names,
                "cn-resident-id:" + identity));
    assertThat(ended.exit()).as("client.py says: " + ended.error()).isZero();
    return new ObjectMapper().readTree(ended.output());
  }

  private record Ended(int exit, String output, String error) {}

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("client.py did not end");
    }
    return new Ended(process.exitValue(), output, error);
  }
}
