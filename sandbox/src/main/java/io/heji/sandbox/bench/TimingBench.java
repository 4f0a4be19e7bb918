package io.heji.sandbox.bench;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.population.Customer;
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
 * #PLANTED_MILLIS} ms planted into each customer's reading, before the delay ends, which must stay
 * hidden; and the first with {@value #PLANTED_MILLIS} ms added to each customer's answer, as if it
 * had come after the delay, which must be found, or the bench could not have seen anything.
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

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final String PURPOSE = "loan-approval";

  private final FederationOptions options;
  private final int questions;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;

  /**
   * @param questions asked in each of the two runs; each is answered by every platform
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

  /** The two runs, and the first with a delay added. */
  private record Runs(
      Comparison asBuilt,
      Comparison plantedBefore,
      double readingMicros,
      double plantedReadingMicros) {
    Comparison plantedAfter() {
      return asBuilt.withCustomersLaterBy(PLANTED_MILLIS * NANOS_PER_MILLI);
    }
  }

  public TimingReport run() throws SandboxFailedException, InterruptedException {
    Runs runs =
        new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness)
            .run((federation, _, _) -> measure(federation));
    return new TimingReport(
        List.of(
            TimingReport.Row.of("as built", runs.asBuilt(), false),
            TimingReport.Row.of("1 ms planted before the delay's end", runs.plantedBefore(), false),
            TimingReport.Row.of("1 ms added after it", runs.plantedAfter(), true)),
        runs.readingMicros(),
        runs.plantedReadingMicros());
  }

  private Runs measure(RunningFederation federation)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException {
    console.title("Asking " + questions + " times, then as often with 1 ms planted");
    RandomGenerator random = options.random();
    Map<String, String> warmUp = ask(federation, people(federation, WARM_UP, random));
    console.line("  " + warmUp.size() + " questions to warm up");
    List<String> people = people(federation, 2 * questions, random);
    double unplanted = PlantedDelay.readingMicros(federation.platforms());
    Map<String, String> asked =
        new HashMap<>(ask(federation, people.subList(0, people.size() / 2)));
    Set<String> first = Set.copyOf(asked.keySet());
    for (PlatformBooks books : federation.platforms()) {
      PlantedDelay.plant(books, PLANTED_MILLIS / MILLIS_PER_SECOND);
    }
    double withPlant = PlantedDelay.readingMicros(federation.platforms());
    asked.putAll(ask(federation, people.subList(people.size() / 2, people.size())));
    Map<String, Set<String>> customers = customers(federation);
    List<Comparison.Timed> asBuilt = new ArrayList<>();
    List<Comparison.Timed> planted = new ArrayList<>();
    for (AnswerTimes.Answer answer :
        new AnswerTimes(federation.layout().capture(Cast.GATEWAY.id())).read()) {
      String person = asked.get(answer.queryId());
      if (person != null) {
        boolean customer = customers.getOrDefault(answer.platform(), Set.of()).contains(person);
        List<Comparison.Timed> run = first.contains(answer.queryId()) ? asBuilt : planted;
        run.add(
            new Comparison.Timed(answer.queryId(), answer.platform(), customer, answer.nanos()));
      }
    }
    return new Runs(new Comparison(asBuilt), new Comparison(planted), unplanted, withPlant);
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
