package io.heji.sandbox.leak;

import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a bank's own program ({@code heji bank ask}) printed about a marked person: once answered,
 * once refused.
 *
 * @param output its standard output
 * @param errors its standard error
 */
public record BankScreen(Path output, Path errors) {
  private static final String PROGRAM = "io.heji.bank.app.BankCommand";
  private static final long WAIT_SECONDS = 60;
  private static final int ANSWERED = 0;
  private static final int REFUSED = 3;

  /** Asks as the default bank, in processes of its own. */
  public static BankScreen of(RunningFederation federation, MarkedQuestions.People people)
      throws IOException, InterruptedException, SandboxFailedException {
    Path logs = federation.layout().home().resolve("logs");
    BankScreen screen = new BankScreen(logs.resolve("bank.out"), logs.resolve("bank.err"));
    String identity = people.all().getFirst().identity();
    String consent = Ceremony.consentId(MarkedQuestions.PURPOSE);
    screen.ask(federation.layout().home(), identity, consent, ANSWERED);
    screen.ask(federation.layout().home(), identity, "consent-unknown", REFUSED);
    return screen;
  }

  private void ask(Path home, String identity, String consent, int expected)
      throws IOException, InterruptedException, SandboxFailedException {
    String metrics =
        MarkedQuestions.ASKED.stream().map(m -> m.wireName()).collect(Collectors.joining(","));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
    // By standard input: arguments can be seen by other users of the machine.
    command.addAll(List.of("ask", "-", "--home", home.toString()));
    command.addAll(List.of("--purpose", MarkedQuestions.PURPOSE, "--metrics", metrics));
    command.addAll(List.of("--consent", consent));
    Process bank =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    try (var in = bank.outputWriter(StandardCharsets.US_ASCII)) {
      in.write(identity + "\n");
    }
    if (!bank.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      bank.destroyForcibly();
      throw new SandboxFailedException("`heji bank ask` did not end");
    }
    if (bank.exitValue() != expected) {
      throw new SandboxFailedException(
          "`heji bank ask` ended with " + bank.exitValue() + " instead of " + expected);
    }
  }
}
