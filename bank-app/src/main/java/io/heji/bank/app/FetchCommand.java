package io.heji.bank.app;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.gateway.HttpsGateway;
import io.heji.crypto.Randomness;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heji bank fetch}: the answer to a question asked before, verified again. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = "Fetches the answer to a question asked before, e.g. when the line broke.",
    footer = {"", "Exit codes as of heji bank ask."})
final class FetchCommand implements Callable<Integer> {
  private final InstantSource clock;
  private final Randomness randomness;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BankHome home = new BankHome();

  @Parameters(paramLabel = "QUERY", description = "The question's id.")
  private String queryId = "";

  @Option(names = "--json", description = "Print JSON for programs instead of a table.")
  private boolean json;

  FetchCommand(InstantSource clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  @Override
  public Integer call() throws Exception {
    BankHome.Opened bank = home.open();
    try (HttpsGateway gateway = bank.gateway()) {
      ExposureAnswer answer = bank.client(gateway, clock, randomness).fetch(queryId);
      AnswerText.print(answer, json, spec.commandLine().getOut());
    }
    return ExitCode.ANSWERED.number();
  }
}
