package io.heji.sandbox.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.FederationLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bank's own program, {@code heji bank}, each call a process of its own. */
final class BankProgram {
  /** How long a call may take: the client's own waits, with room. */
  static final long CALL_MAX_SECONDS = 150;

  private static final String PROGRAM = "io.heji.bank.app.BankCommand";
  private static final String SUFFIX = ".sealed";
  private static final int POLL_MILLIS = 2;

  private final Path home;
  private final PartyId bank;
  private final Path pending;
  private final ObjectMapper json = new ObjectMapper();

  BankProgram(FederationLayout layout, PartyId bank) {
    this.home = layout.home().toAbsolutePath();
    this.bank = bank;
    this.pending = layout.bank(bank).resolve("state").resolve("pending");
  }

  /** How a call ended. */
  sealed interface Ended {
    /** With an answer. */
    record Answered(JsonNode answer) implements Ended {}

    /** With a problem. */
    record Refused(ProblemType problem) implements Ended {}

    /** Otherwise, with this exit code. */
    record Otherwise(int exitCode) implements Ended {}
  }

  PartyId bank() {
    return bank;
  }

  /** Begins to ask about a person. */
  Process ask(String identity) throws IOException {
    String metrics =
        Load.METRICS.stream().map(metric -> metric.wireName()).collect(Collectors.joining(","));
    Process asking =
        start(
            "ask",
            List.of(
                "-",
                "--purpose",
                Load.PURPOSE,
                "--metrics",
                metrics,
                "--consent",
                Ceremony.consentId(Load.PURPOSE)));
    // By standard input: arguments can be seen by other users of the machine.
    try (var in = asking.outputWriter(StandardCharsets.US_ASCII)) {
      in.write(identity + "\n");
    }
    return asking;
  }

  /** Waits until another question is kept on disk, or the program has ended. */
  void awaitKept(Process asking, Set<String> before) throws IOException, InterruptedException {
    boolean ended = false;
    while (!ended && files().size() <= before.size()) {
      ended = asking.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The ids of the questions that are kept on disk, as a look into the folder shows. */
  Set<String> files() throws IOException {
    if (!Files.isDirectory(pending)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(pending)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .collect(Collectors.toSet());
    }
  }

  /** The ids of the questions that the program says it can fetch. */
  Set<String> kept() throws IOException, InterruptedException {
    Set<String> ids = new TreeSet<>();
    if (end(start("fetch", List.of())) instanceof Ended.Answered(JsonNode list)) {
      list.path("questions").forEach(question -> ids.add(question.path("queryId").asText()));
      return ids;
    }
    throw new IOException("`heji bank fetch` of " + bank + " does not list what is kept");
  }

  Ended fetch(String queryId) throws IOException, InterruptedException {
    return end(start("fetch", List.of(queryId)));
  }

  /** Waits for the end of a call, and reads what it printed. */
  Ended end(Process call) throws IOException, InterruptedException {
    if (!call.waitFor(CALL_MAX_SECONDS, TimeUnit.SECONDS)) {
      call.destroyForcibly().waitFor();
      throw new IOException("`heji bank` of " + bank + " did not end");
    }
    JsonNode printed = json.readTree(call.getInputStream().readAllBytes());
    return switch (call.exitValue()) {
      case 0 -> new Ended.Answered(printed);
      case 3 -> new Ended.Refused(ProblemType.ofUri(printed.path("type").asText()));
      default -> new Ended.Otherwise(call.exitValue());
    };
  }

  private Process start(String command, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM, command));
    words.addAll(arguments);
    words.addAll(List.of("--home", home.toString(), "--bank", bank.value(), "--json"));
    // What it complains of goes to this program's own log, never beside the JSON.
    Path errors = home.resolve("logs").resolve(bank + ".log");
    return new ProcessBuilder(words)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
        .start();
  }
}
