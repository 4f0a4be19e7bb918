package io.heji.sandbox.demo;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.checker.Asker;
import io.heji.sandbox.checker.Asker.AskFailedException;
import io.heji.sandbox.checker.BookSource;
import io.heji.sandbox.checker.Checker;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets both banks ask about many people and compares with plain SQL. */
final class Check {
  private static final String PURPOSE = "loan-approval";
  private static final int COMPLAINTS_SHOWN = 20;

  private final RunningFederation federation;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;

  Check(RunningFederation federation, Console console, InstantSource clock, Randomness randomness) {
    this.federation = federation;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
  }

  boolean run(int count) throws IOException, SQLException, SandboxFailedException {
    console.title("Checking " + count + " borrowers of every kind against plain SQL");
    Checker checker =
        new Checker(
            BookSource.reading(federation.books(), clock),
            federation.population().borrowers(),
            federation.population().strangers());
    AtomicInteger done = new AtomicInteger();
    int independent = (count + 1) / 2;
    try {
      check(checker, Cast.INDEPENDENT_BANK, -1, independent, count, done);
      check(checker, Cast.OWN_GROUP_BANK, 0, count - independent, count, done);
    } catch (AskFailedException failed) {
      throw new SandboxFailedException("a question of the check failed: " + failed.getMessage());
    }
    console.line("  " + checker.summary());
    List<String> complaints = checker.complaints();
    complaints.stream().limit(COMPLAINTS_SHOWN).forEach(text -> console.line("    ✗ " + text));
    return complaints.isEmpty();
  }

  private void check(
      Checker checker, Cast.Member bank, int ownPlatform, int share, int all, AtomicInteger done)
      throws IOException, SQLException, AskFailedException {
    try (BankDesk desk = new BankDesk(federation.layout(), bank.id(), clock, randomness)) {
      checker.check(
          new DeskAsker(desk, bank.name(), ownPlatform),
          share,
          asked -> console.progress("asking", done.addAndGet(asked), all));
    }
  }

  /** Asks through the bank's SDK. */
  private record DeskAsker(BankDesk desk, String name, int ownPlatform) implements Asker {
    @Override
    public List<List<Answer>> ask(List<String> identities, List<String> metrics)
        throws AskFailedException {
      List<Metric> asked = metrics.stream().map(m -> Metric.named(m).orElseThrow()).toList();
      try {
        ExposureAnswer answer = desk.ask(identities, PURPOSE, asked);
        List<List<Answer>> answers = new ArrayList<>();
        for (List<MetricAnswer> subject : answer.subjects()) {
          answers.add(
              subject.stream()
                  .map(m -> new Answer(m.state().wireName(), m.total().orElse(0)))
                  .toList());
        }
        return answers;
      } catch (RefusedException
          | GatewayUnreachableException
          | NotVerifiedException
          | IOException failed) {
        throw new AskFailedException(String.valueOf(failed.getMessage()));
      }
    }
  }
}
