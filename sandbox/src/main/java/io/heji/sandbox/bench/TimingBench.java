package io.heji.sandbox.bench;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.population.Customer;
import io.heji.sandbox.process.Readiness;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Does the time of an agent's answer tell whether it knows the person? From the gateway's seat, on
 * a whole federation of processes. Agents answer at arrival + D(n), so it must not.
 *
 * <p>Three comparisons of customers with people the platform does not know: as built; with {@value
 * #PLANTED_MILLIS} ms planted after the delay's end, by a hop that holds what the agent says about
 * a customer, which must be found, or the bench could not have seen anything; and with as much
 * planted before it, into the platform's own database, which must stay hidden. The hops are there
 * in all three and hold nothing in the others.
 */
public final class TimingBench {
  /** Milliseconds planted. */
  static final int PLANTED_MILLIS = 1;

  /** Questions under way at a time. */
  static final int ASKERS = 3;

  /** Questions at the start that are not counted: processes are faster when warm. */
  static final int WARM_UP = 300;

  /** Two of three people asked about are borrowers somewhere, one is a stranger everywhere. */
  private static final int STRANGER_EVERY = 3;

  /** To plant after the delay one question is asked at a time, and so of fewer people. */
  static final int AFTER_ONE_IN = ASKERS;

  private static final long PLANTED_NANOS = PLANTED_MILLIS * 1_000_000L;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final String PURPOSE = "loan-approval";

  private final FederationOptions options;
  private final int questions;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;

  /**
   * @param questions asked in two of the three runs, a third as many in the one whose questions are
   *     asked one at a time; each is answered by every platform
   */
  public TimingBench(
      FederationOptions options,
      int questions,
      Console console,
      InstantSource clock,
      Randomness randomness) {
    this.options = options;
    this.questions = questions;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** The runs' questions, by id, with who was asked about. */
  private record Runs(
      Map<String, String> asBuilt,
      Map<String, String> plantedAfter,
      Map<String, String> plantedBefore,
      double readingMicros,
      double plantedReadingMicros) {}

  public TimingReport run() throws SandboxFailedException, InterruptedException {
    try (Hops hops = new Hops()) {
      return new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness, hops)
          .run((federation, _, _) -> measure(federation, hops));
    } catch (IOException unclosed) {
      throw new SandboxFailedException("a hop could not be closed: " + unclosed.getMessage());
    }
  }

  /** One hop for each agent, put in its way while the federation comes up. */
  private static final class Hops implements Bringup.Watch, AutoCloseable {
    private final Map<String, DelayingHop> byPlatform = new HashMap<>();

    @Override
    public void look(Bringup bringup, Map<String, Readiness> said) {
      // Only the ports matter.
    }

    @Override
    public int dialledPort(PartyId platform, int gatewayPort) throws IOException {
      DelayingHop hop = new DelayingHop(gatewayPort);
      byPlatform.put(platform.value(), hop);
      return hop.port();
    }

    /** Holds what these platforms' agents say; the others' is handed on at once. */
    void hold(Set<String> platforms) {
      byPlatform.forEach(
          (platform, hop) -> hop.hold(platforms.contains(platform) ? PLANTED_NANOS : 0));
    }

    @Override
    public void close() throws IOException {
      for (DelayingHop hop : byPlatform.values()) {
        hop.close();
      }
    }
  }

  private TimingReport measure(RunningFederation federation, Hops hops)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException {
    Map<String, Set<String>> customers = customers(federation);
    Runs runs = ask(federation, customers, hops);
    List<AnswerTimes.Answer> answers =
        new AnswerTimes(federation.layout().capture(Cast.GATEWAY.id())).read();
    return new TimingReport(
        List.of(
            TimingReport.Row.of("as built", comparison(answers, runs.asBuilt(), customers), false),
            TimingReport.Row.of(
                "1 ms planted before the delay's end",
                comparison(answers, runs.plantedBefore(), customers),
                false),
            TimingReport.Row.of(
                "1 ms planted after it",
                comparison(answers, runs.plantedAfter(), customers),
                true)),
        runs.readingMicros(),
        runs.plantedReadingMicros());
  }

  private Runs ask(RunningFederation federation, Map<String, Set<String>> customers, Hops hops)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException {
    console.title("Asking " + questions + " times, then with 1 ms planted after and before");
    RandomGenerator random = options.random();
    Map<String, String> warmUp = ask(federation, people(federation, WARM_UP, random));
    console.line("  " + warmUp.size() + " questions to warm up");
    Map<String, String> asBuilt = ask(federation, people(federation, questions, random));
    console.line("  " + asBuilt.size() + " questions as built");
    Map<String, String> after =
        askHeld(
            federation,
            people(federation, Math.max(1, questions / AFTER_ONE_IN), random),
            customers,
            hops);
    console.line("  " + after.size() + " questions with 1 ms after the delay");
    double unplanted = PlantedDelay.readingMicros(federation.platforms());
    for (PlatformBooks books : federation.platforms()) {
      PlantedDelay.plant(books, PLANTED_MILLIS / MILLIS_PER_SECOND);
    }
    double withPlant = PlantedDelay.readingMicros(federation.platforms());
    Map<String, String> before = ask(federation, people(federation, questions, random));
    console.line("  " + before.size() + " questions with 1 ms before the delay's end");
    return new Runs(asBuilt, after, before, unplanted, withPlant);
  }

  /** The answers to one run's questions. */
  private static Comparison comparison(
      List<AnswerTimes.Answer> answers,
      Map<String, String> asked,
      Map<String, Set<String>> customers) {
    List<Comparison.Timed> timed = new ArrayList<>();
    for (AnswerTimes.Answer answer : answers) {
      String person = asked.get(answer.queryId());
      if (person != null) {
        boolean customer = customers.getOrDefault(answer.platform(), Set.of()).contains(person);
        timed.add(
            new Comparison.Timed(answer.queryId(), answer.platform(), customer, answer.nanos()));
      }
    }
    return new Comparison(timed);
  }

  private static List<String> people(
      RunningFederation federation, int count, RandomGenerator random) {
    List<String> people = new ArrayList<>();
    List<String> borrowers = federation.population().borrowers();
    List<String> strangers = federation.population().strangers();
    for (int i = 0; i < count; i++) {
      List<String> from = i % STRANGER_EVERY == 0 ? strangers : borrowers;
      people.add(from.get(random.nextInt(from.size())));
    }
    return people;
  }

  private static Map<String, Set<String>> customers(RunningFederation federation) {
    Map<String, Set<String>> customers = new HashMap<>();
    for (int i = 0; i < federation.platforms().size(); i++) {
      customers.put(
          federation.platforms().get(i).platform().id().value(),
          federation.population().platforms().get(i).stream()
              .map(Customer::identity)
              .collect(Collectors.toSet()));
    }
    return customers;
  }

  /** Asks about one person at a time; the agents of whose platform it is are held meanwhile. */
  private Map<String, String> askHeld(
      RunningFederation federation,
      List<String> people,
      Map<String, Set<String>> customers,
      Hops hops)
      throws IOException, RefusedException, NotVerifiedException, GatewayUnreachableException {
    Map<String, String> asked = new HashMap<>();
    try (BankDesk desk =
        new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness)) {
      for (String person : people) {
        hops.hold(
            customers.entrySet().stream()
                .filter(platform -> platform.getValue().contains(person))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
        ExposureAnswer answer =
            desk.ask(List.of(person), PURPOSE, List.of(Metric.OUTSTANDING_PRINCIPAL));
        asked.put(answer.queryId(), person);
        console.progress("questions, one at a time", asked.size(), people.size());
      }
    } finally {
      hops.hold(Set.of());
    }
    return asked;
  }

  /** Asks about each person; gives the queries' ids with who was asked about. */
  private Map<String, String> ask(RunningFederation federation, List<String> people)
      throws IOException,
          InterruptedException,
          RefusedException,
          NotVerifiedException,
          GatewayUnreachableException {
    Map<String, String> asked = new ConcurrentHashMap<>();
    AtomicInteger done = new AtomicInteger();
    try (BankDesk desk =
            new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness);
        ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      List<Future<?>> questionsUnderWay = new ArrayList<>();
      for (String person : people) {
        questionsUnderWay.add(
            askers.submit(
                () -> {
                  ExposureAnswer answer =
                      desk.ask(List.of(person), PURPOSE, List.of(Metric.OUTSTANDING_PRINCIPAL));
                  asked.put(answer.queryId(), person);
                  console.progress("questions", done.incrementAndGet(), people.size());
                  return answer;
                }));
      }
      for (Future<?> question : questionsUnderWay) {
        try {
          var _ = question.get();
        } catch (ExecutionException failed) {
          askers.shutdownNow();
          switch (failed.getCause()) {
            case RefusedException refused -> throw refused;
            case GatewayUnreachableException unreachable -> throw unreachable;
            case NotVerifiedException wrong -> throw wrong;
            case null, default -> throw new IOException(failed.getCause());
          }
        }
      }
    }
    return asked;
  }
}
