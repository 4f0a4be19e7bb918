package io.heji.sandbox.bench;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
import io.heji.sandbox.federation.StepTimer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a whole question takes, one at a time, and what it costs each party: about people whose
 * token the bank does not have, and about the same people again. In turns with it, a program that
 * may read all databases adds up the same sums, and commits and curve operations are measured: one
 * after the other, and after pauses as long as those that a question makes.
 */
public final class QueryBench {
  private static final int TURNS = 8;
  private static final int COMMITS_A_TURN = 50;
  private static final int PACED_A_TURN = 12;
  private static final int WARM_UP_AT_ONCE = 8;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final String PURPOSE = "loan-approval";

  /** Borrowers' accounts so that each platform has one customer, as far as chance goes. */
  private static final double ACCOUNTS_A_CUSTOMER = 0.94;

  /** More customers than this are registered without loans. */
  private static final int BORROWING_CUSTOMERS_MAX = 10_000;

  private static final int AGENT_HEAP_MEGABYTES = 160;

  private final FederationOptions options;
  private final int questions;
  private final int warmUp;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;
  private final Pause pause;

  /** Lets time pass. */
  public interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  /**
   * @param questions how many people are asked about, each twice
   * @param warmUp how many are asked about before, each twice, and not counted: processes are
   *     faster when warm
   */
  public QueryBench(
      FederationOptions options,
      int questions,
      int warmUp,
      Console console,
      InstantSource clock,
      Randomness randomness,
      Pause pause) {
    this.options = options;
    this.questions = questions;
    this.warmUp = warmUp;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
    this.pause = pause;
  }

  /** A federation whose platforms have about so many customers each; nothing is captured. */
  public static Scale scale(int platforms, long customers) {
    long borrowing = Math.min(customers, BORROWING_CUSTOMERS_MAX);
    return new Scale(
        (int) (borrowing * platforms * ACCOUNTS_A_CUSTOMER),
        customers - borrowing,
        customers - borrowing,
        AGENT_HEAP_MEGABYTES,
        false,
        0,
        0);
  }

  public QueryReport run() throws SandboxFailedException, InterruptedException {
    return new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness)
        .run((federation, bringup, _) -> measure(federation, bringup));
  }

  private QueryReport measure(RunningFederation federation, Bringup bringup)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException,
          SandboxFailedException {
    List<String> people = federation.population().borrowers();
    if (people.size() < questions + warmUp) {
      throw new SandboxFailedException(
          "there are "
              + people.size()
              + " borrowers; more --customers or fewer --questions are needed");
    }
    console.title("Asking about " + questions + " people, each twice");
    try (BankDesk desk =
            new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness);
        CentralProgram central = new CentralProgram(federation.platforms());
        CommitLatency commits = new CommitLatency(federation.platforms().getFirst().owner())) {
      Turns turns = new Turns(desk, central, new PartyProcesses(federation.cast(), bringup));
      Duration delay = answerDelay(federation.layout());
      warmUp(desk, people.subList(0, warmUp));
      List<Double> curve = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        int from = warmUp + turn * questions / TURNS;
        int to = warmUp + (turn + 1) * questions / TURNS;
        List<String> asked = people.subList(from, to);
        turns.take(asked);
        commits.measure(COMMITS_A_TURN);
        pacedAnchors(turns, asked, commits, delay);
        OptionalDouble micros = OpensslSpeed.micros();
        micros.ifPresent(curve::add);
        console.progress("people asked about", to - warmUp, questions);
      }
      return report(federation, turns, commits, curve, delay);
    }
  }

  private void pacedAnchors(Turns turns, List<String> people, CommitLatency commits, Duration delay)
      throws SQLException, InterruptedException {
    for (int i = 0; i < PACED_A_TURN; i++) {
      pause.take(delay);
      turns.centralAfterPause(people.get(i % people.size()));
      pause.take(delay);
      commits.measureAfterPause();
    }
  }

  /** Several at a time, since most of a question is waiting. */
  private void warmUp(BankDesk desk, List<String> people)
      throws InterruptedException, SandboxFailedException {
    try (ExecutorService several = Executors.newFixedThreadPool(WARM_UP_AT_ONCE)) {
      List<Future<ExposureAnswer>> asked = new ArrayList<>();
      for (int time = 0; time < 2; time++) {
        for (String person : people) {
          asked.add(several.submit(() -> ask(desk, person)));
        }
      }
      for (int done = 0; done < asked.size(); done++) {
        asked.get(done).get();
        console.progress("questions to warm up", done + 1, asked.size());
      }
    } catch (ExecutionException e) {
      throw new SandboxFailedException("a question to warm up failed: " + e.getMessage());
    }
  }

  private static ExposureAnswer ask(BankDesk desk, String person)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    return desk.ask(List.of(person), PURPOSE, List.of(Metric.OUTSTANDING_PRINCIPAL));
  }

  private QueryReport report(
      RunningFederation federation,
      Turns turns,
      CommitLatency commits,
      List<Double> curve,
      Duration delay) {
    int platforms = federation.platforms().size();
    long registered = options.scale().registeredAtFirst();
    List<Double> sorted = curve.stream().sorted().toList();
    return new QueryReport(
        platforms,
        federation.population().customers() / platforms + registered,
        turns.cold.asked(),
        turns.kept.asked(),
        new QueryReport.Anchors(Spread.ofNanos(turns.centralNanos), commits.following()),
        new QueryReport.Anchors(Spread.ofNanos(turns.pacedCentralNanos), commits.afterPause()),
        sorted.isEmpty() ? null : sorted.get(sorted.size() / 2),
        delay.toNanos() / NANOS_PER_MICRO,
        QueryPath.of(platforms),
        turns.wrong);
  }

  /** D(1) of the bundle that regulators signed and everybody adopted. */
  private static Duration answerDelay(FederationLayout layout)
      throws IOException, RefusedException {
    PinnedRegulators regulators =
        PinnedRegulators.fromJson(Files.readString(layout.regulators(), StandardCharsets.UTF_8));
    String signed =
        Files.readString(layout.documents().resolve("policy.json"), StandardCharsets.UTF_8);
    PolicyBundle bundle =
        PolicyBundle.fromPayload(regulators.verify(signed, Federation.POLICY_TYP));
    return bundle.answerDelay().of(1);
  }

  /** Times and CPU of one kind of question. */
  private static final class Series {
    private final List<Long> nanos = new ArrayList<>();
    private CpuTimes cpu = CpuTimes.NONE;

    QueryReport.Asked asked() {
      return new QueryReport.Asked(Spread.ofNanos(nanos), cpu.microsEach(nanos.size()));
    }
  }

  /** Cold questions, the same again, the central program: some people at a time. */
  private static final class Turns {
    private final BankDesk desk;
    private final CentralProgram central;
    private final PartyProcesses processes;
    private final List<Long> centralNanos = new ArrayList<>();
    private final List<Long> pacedCentralNanos = new ArrayList<>();
    private final Series cold = new Series();
    private final Series kept = new Series();
    private int wrong;

    Turns(BankDesk desk, CentralProgram central, PartyProcesses processes) {
      this.desk = desk;
      this.central = central;
      this.processes = processes;
    }

    void take(List<String> people)
        throws IOException,
            SQLException,
            RefusedException,
            GatewayUnreachableException,
            NotVerifiedException {
      Map<String, List<MetricAnswer>> answers = new HashMap<>();
      ask(people, cold, answers);
      ask(people, kept, answers);
      for (String person : people) {
        long owes = owes(person, centralNanos);
        for (MetricAnswer answer : answers.getOrDefault(person, List.of())) {
          wrong += agrees(answer, owes) ? 0 : 1;
        }
      }
    }

    void centralAfterPause(String person) throws SQLException {
      owes(person, pacedCentralNanos);
    }

    private long owes(String person, List<Long> nanos) throws SQLException {
      StepTimer timer = new StepTimer(System::nanoTime);
      long owes = central.owes(person);
      nanos.add(timer.lap().toNanos());
      return owes;
    }

    private void ask(List<String> people, Series series, Map<String, List<MetricAnswer>> answers)
        throws IOException, RefusedException, GatewayUnreachableException, NotVerifiedException {
      CpuTimes before = processes.cpu();
      for (String person : people) {
        StepTimer timer = new StepTimer(System::nanoTime);
        ExposureAnswer answer = QueryBench.ask(desk, person);
        series.nanos.add(timer.lap().toNanos());
        answers
            .computeIfAbsent(person, _ -> new ArrayList<>())
            .add(answer.subjects().getFirst().getFirst());
      }
      series.cpu = series.cpu.plus(processes.cpu().since(before));
    }
  }

  /** Whether an answer is what the books say: never too low, at most the error bound too high. */
  static boolean agrees(MetricAnswer answer, long owes) {
    return switch (answer.state()) {
      case VALUE -> {
        long above = answer.total().orElse(-1) - owes;
        yield above >= 0 && above <= answer.errorBound();
      }
      case ZERO, NO_RECORD -> owes == 0;
      // Policy hides it, or somebody could not answer: there is no number to compare.
      case SUPPRESSED, WITHHELD, NOT_COVERED -> true;
    };
  }
}
