package io.heji.bank.app;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.gateway.HttpsGateway;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code heji bank fetch}: the answer to a question asked before, verified again, or the questions
 * that can be fetched.
 */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches the answer to a question asked before, e.g. when the line broke or the",
      "process ended. Without QUERY it lists the questions whose keys are kept, answered",
      "or not, the newest first; that asks nobody."
    },
    footer = {"", "Exit codes as of heji bank ask; 0 also for an empty list."})
final class FetchCommand implements Callable<Integer> {
  private final InstantSource clock;
  private final Randomness randomness;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BankHome home = new BankHome();

  @Parameters(paramLabel = "QUERY", arity = "0..1", description = "The question's id.")
  private @Nullable String queryId;

  @Option(names = "--json", description = "Print JSON for programs instead of a table.")
  private boolean json;

  FetchCommand(InstantSource clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  @Override
  public Integer call() throws Exception {
    BankHome.Opened bank = home.open();
    String wanted = queryId;
    if (wanted == null) {
      QuestionList.print(
          bank.store(randomness).pendingQueries().ids(), json, spec.commandLine().getOut());
      return ExitCode.ANSWERED.number();
    }
    // No token is made here, so no faster engine is worth its loading.
    GroupEngine engine = GroupEngines.bouncyCastle();
    try (HttpsGateway gateway = bank.gateway()) {
      ExposureAnswer answer = bank.client(gateway, engine, clock, randomness).fetch(wanted);
      AnswerText.print(answer, json, spec.commandLine().getOut());
    }
    return ExitCode.ANSWERED.number();
  }
}
