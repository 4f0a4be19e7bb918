package io.heji.sandbox.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.protocol.problem.ProblemType;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.federation.RunningProcesses;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Kills a bank's own program in the middle of its question. A new process then lists what it can
 * fetch, and fetches it: the answer is right, or there is none.
 */
final class BankRounds {
  /** The longest from the program's start to a kill that is to come before it asks. */
  static final int EARLY_MAX_MILLIS = 1_500;

  /** One in so many is killed before its question is on disk. */
  static final int EARLY_ONE_IN = 4;

  /** The longest from a question on disk to the kill: an answer takes about 300 ms. */
  static final int UNDER_WAY_MAX_MILLIS = 400;

  /** In one of so many rounds another process is killed at the same moment. */
  static final int ANOTHER_ONE_IN = 3;

  private final List<BankProgram> banks;
  private final RunningProcesses processes;
  private final People people;
  private final Findings findings;
  private final RandomGenerator random;
  private final Map<String, Left> left = new LinkedHashMap<>();

  /** A question whose bank was killed and that had no answer when it was fetched. */
  private record Left(BankProgram bank, String borrower) {}

  BankRounds(
      FederationLayout layout,
      RunningProcesses processes,
      People people,
      Findings findings,
      RandomGenerator random) {
    this.processes = processes;
    this.banks = Cast.BANKS.stream().map(bank -> new BankProgram(layout, bank.id())).toList();
    this.people = people;
    this.findings = findings;
    this.random = random;
  }

  /** One round. Says what was killed when, and what came of it. */
  String run() throws IOException, InterruptedException, SandboxFailedException {
    // All that the seed decides first, so that a later round does not depend on how this one goes.
    BankProgram bank = banks.get(random.nextInt(banks.size()));
    boolean early = random.nextInt(EARLY_ONE_IN) == 0;
    // Short ones more often: between disk and gateway lie only a few milliseconds.
    int delay = random.nextInt(1 + random.nextInt(early ? EARLY_MAX_MILLIS : UNDER_WAY_MAX_MILLIS));
    Optional<String> another = another();
    Optional<String> borrower = people.next(bank.bank());
    if (borrower.isEmpty()) {
      return "nobody left to ask about";
    }
    Set<String> before = bank.files();
    Process asking = bank.ask(borrower.get());
    if (!early) {
      bank.awaitKept(asking, before);
    }
    String when = delay + " ms after " + (early ? "its start" : "its question was on disk");
    if (asking.waitFor(delay, TimeUnit.MILLISECONDS)) {
      return bank.bank()
          + " ended by itself before "
          + when
          + ": "
          + ended(bank, asking, borrower.get());
    }
    asking.destroyForcibly().waitFor();
    if (another.isPresent()) {
      processes.kill(another.get());
      processes.restart(another.get());
      processes.awaitReady();
    }
    String also = another.map(name -> ", and " + name + " with it").orElse("");
    return bank.bank() + " " + when + also + ": " + fetchNew(bank, before, borrower.get());
  }

  /** Which process is killed at the same moment, in some rounds. */
  private Optional<String> another() {
    List<String> names = processes.names();
    String one = names.get(random.nextInt(names.size()));
    return random.nextInt(ANOTHER_ONE_IN) == 0 ? Optional.of(one) : Optional.empty();
  }

  private String ended(BankProgram bank, Process asking, String borrower)
      throws IOException, InterruptedException {
    return switch (bank.end(asking)) {
      case BankProgram.Ended.Answered(JsonNode answer) -> {
        Told told = Told.of(answer);
        findings.answered(borrower, told);
        requireSameAgain(bank, told.queryId(), answer);
        yield "answered, and fetched again the same";
      }
      case BankProgram.Ended.Refused(ProblemType problem) -> {
        findings.refused(bank.bank(), problem);
        findings.perhapsAsked(bank.bank(), borrower);
        yield problem.slug();
      }
      case BankProgram.Ended.Otherwise(int exitCode) -> {
        findings.complain("`heji bank ask` ended with exit code " + exitCode);
        yield "exit code " + exitCode;
      }
    };
  }

  private void requireSameAgain(BankProgram bank, String queryId, JsonNode answer)
      throws IOException, InterruptedException {
    boolean same =
        bank.fetch(queryId) instanceof BankProgram.Ended.Answered(JsonNode again)
            && again.equals(answer);
    if (!same) {
      findings.complain(queryId + " is fetched otherwise than it was answered");
    }
  }

  /** What a new process of the bank can make of a question that the killed one may have sent. */
  private String fetchNew(BankProgram bank, Set<String> before, String borrower)
      throws IOException, InterruptedException {
    List<String> kept = new ArrayList<>(bank.kept());
    if (!kept.containsAll(before)) {
      findings.complain(bank.bank() + " forgot a question when it was killed");
    }
    kept.removeAll(before);
    if (kept.isEmpty()) {
      findings.count("(bank killed before it asked)");
      return "nothing was asked";
    }
    if (kept.size() > 1) {
      findings.complain(bank.bank() + " keeps " + kept.size() + " questions where it asked one");
    }
    return fetch(bank, kept.getFirst(), borrower, false);
  }

  private String fetch(BankProgram bank, String queryId, String borrower, boolean last)
      throws IOException, InterruptedException {
    return switch (bank.fetch(queryId)) {
      case BankProgram.Ended.Answered(JsonNode answer) -> {
        findings.fetched(borrower, Told.of(answer));
        yield "fetched";
      }
      case BankProgram.Ended.Refused(ProblemType problem) -> {
        without(bank, queryId, borrower, problem, last);
        yield problem.slug();
      }
      case BankProgram.Ended.Otherwise(int exitCode) -> {
        findings.complain("`heji bank fetch` ended with exit code " + exitCode);
        yield "exit code " + exitCode;
      }
    };
  }

  /** Perhaps it is still under way: it is fetched once more when all is over. */
  private void without(
      BankProgram bank, String queryId, String borrower, ProblemType problem, boolean last) {
    if (problem != ProblemType.NOT_FOUND) {
      findings.complain("an answer cannot be fetched: " + problem.slug());
    } else if (last) {
      findings.withoutAnswer(queryId, bank.bank());
      findings.perhapsAsked(bank.bank(), borrower);
    } else {
      left.put(queryId, new Left(bank, borrower));
    }
  }

  /** Fetches what had no answer yet, once nothing is under way any more. */
  void fetchLeft() throws IOException, InterruptedException {
    for (Map.Entry<String, Left> question : left.entrySet()) {
      var _ =
          fetch(
              question.getValue().bank(), question.getKey(), question.getValue().borrower(), true);
    }
  }
}
