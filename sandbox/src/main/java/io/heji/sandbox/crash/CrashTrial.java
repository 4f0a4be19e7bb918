package io.heji.sandbox.crash;

import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.MetricState;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.checker.BookTotals.Holding;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Kills processes under load and looks whether anything was lost, doubled or wrong. Both banks keep
 * asking; each round one process, or one of the database's, is killed without warning and started
 * again. Afterwards every answer must agree with plain SQL and stand on the records, and no
 * contribution may have been computed twice.
 */
final class CrashTrial {
  /** Questions under way at a time. */
  static final int ASKERS = 4;

  /** The longest pause before the next kill. */
  static final int PAUSE_MAX_MILLIS = 1_500;

  /** How long an asker waits after a refusal. */
  static final int RETRY_MILLIS = 200;

  /** The longest that any question may take: the client's own wait, with room. */
  static final long QUESTION_MAX_SECONDS = 150;

  private static final String PURPOSE = "loan-approval";
  private static final List<Metric> METRICS =
      List.of(Metric.LENDERS, Metric.OUTSTANDING_PRINCIPAL, Metric.ACTIVE_LOANS);
  private static final Pattern QUERY_ID = Pattern.compile("to fetch as ([0-9a-f-]{36})");

  private final RunningFederation federation;
  private final Bringup bringup;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;
  private final RandomGenerator random;
  private final BookTotals books;
  private final Queue<String> borrowers;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger fetched = new AtomicInteger();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final Map<String, String> lost = new ConcurrentHashMap<>();
  private final Map<String, PartyId> disclosed = new ConcurrentHashMap<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  CrashTrial(
      RunningFederation federation,
      Bringup bringup,
      Console console,
      InstantSource clock,
      Randomness randomness,
      RandomGenerator random)
      throws SQLException {
    this.federation = federation;
    this.bringup = bringup;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
    this.random = random;
    this.books = BookTotals.read(federation.books(), clock);
    this.borrowers = new ConcurrentLinkedQueue<>(federation.population().borrowers());
  }

  /**
   * What came of a trial.
   *
   * @param rounds how many kills
   * @param answered questions answered at once
   * @param fetched answers that got lost on their way and were fetched by their id
   * @param refusals typed refusals by problem
   * @param complaints what must not be; empty when all is well
   */
  record Outcome(
      int rounds,
      int answered,
      int fetched,
      Map<String, Integer> refusals,
      List<String> complaints) {}

  Outcome run(int rounds)
      throws IOException, SQLException, InterruptedException, SandboxFailedException {
    Map<String, Integer> killed = new TreeMap<>();
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
        BankDesk one = desk(Cast.INDEPENDENT_BANK);
        BankDesk other = desk(Cast.OWN_GROUP_BANK)) {
      for (int asker = 0; asker < ASKERS; asker++) {
        BankDesk desk = asker % 2 == 0 ? one : other;
        var _ = askers.submit(() -> keepAsking(desk));
      }
      for (int round = 1; round <= rounds; round++) {
        pause();
        killed.merge(kill(), 1, Integer::sum);
        bringup.awaitReady();
        console.progress("rounds", round, rounds);
      }
      pause();
      ending.countDown();
      askers.shutdown();
      if (!askers.awaitTermination(QUESTION_MAX_SECONDS, TimeUnit.SECONDS)) {
        complaints.add("a question hung for more than " + QUESTION_MAX_SECONDS + " s");
        askers.shutdownNow();
      }
      bringup.awaitReady();
      fetchLost(one, other);
    }
    console.line("  killed " + killed);
    new CrashRecords(federation, bringup).check(disclosed, complaints::add);
    Map<String, Integer> counts = new TreeMap<>();
    refusals.forEach((problem, count) -> counts.put(problem, count.get()));
    if (answered.get() == 0) {
      complaints.add("nothing was answered, so nothing was proven");
    }
    return new Outcome(rounds, answered.get(), fetched.get(), counts, List.copyOf(complaints));
  }

  private BankDesk desk(Cast.Member bank) throws IOException {
    return new BankDesk(federation.layout(), bank.id(), clock, randomness);
  }

  private void pause() throws InterruptedException {
    var _ = ending.await(random.nextInt(PAUSE_MAX_MILLIS), TimeUnit.MILLISECONDS);
  }

  /** Kills one of all, and starts it again at once. Says which kind it was. */
  private String kill() throws IOException, InterruptedException {
    List<PartyId> roles = new ArrayList<>();
    roles.add(Cast.GATEWAY.id());
    Cast.TOKENISERS.forEach(tokeniser -> roles.add(tokeniser.id()));
    federation.cast().platforms().forEach(platform -> roles.add(platform.id()));
    int choice = random.nextInt(roles.size() + 1);
    if (choice == roles.size()) {
      bringup.killDatabase(random);
      return "database";
    }
    PartyId role = roles.get(choice);
    bringup.kill(role);
    bringup.restart(role);
    return role.value();
  }

  private void keepAsking(BankDesk desk) {
    while (ending.getCount() > 0) {
      String borrower = borrowers.poll();
      if (borrower == null) {
        return;
      }
      try {
        took(borrower, desk.bank(), desk.ask(List.of(borrower), PURPOSE, METRICS));
        answered.incrementAndGet();
      } catch (RefusedException refused) {
        count(refused.type().slug());
        waitALittle();
      } catch (GatewayUnreachableException unreachable) {
        count("(no answer)");
        Matcher id = QUERY_ID.matcher(String.valueOf(unreachable.getMessage()));
        if (id.find()) {
          lost.put(id.group(1), desk.bank().value() + " " + borrower);
        } else {
          // Nothing was asked about them yet.
          borrowers.add(borrower);
        }
        waitALittle();
      } catch (NotVerifiedException | IOException | RuntimeException wrong) {
        complaints.add(
            "a question ended in " + wrong.getClass().getSimpleName() + ": " + wrong.getMessage());
      }
    }
  }

  /** As a bank's program would, before it tries again. */
  private void waitALittle() {
    try {
      var _ = ending.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException hung) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(String problem) {
    refusals.computeIfAbsent(problem, _ -> new AtomicInteger()).incrementAndGet();
  }

  /** What got lost on its way: either it can be fetched and is right, or there is no answer. */
  private void fetchLost(BankDesk one, BankDesk other) {
    lost.forEach(
        (queryId, asked) -> {
          String[] bankAndBorrower = asked.split(" ", 2);
          BankDesk desk = one.bank().value().equals(bankAndBorrower[0]) ? one : other;
          try {
            took(bankAndBorrower[1], desk.bank(), desk.fetch(queryId));
            fetched.incrementAndGet();
          } catch (RefusedException refused) {
            count("fetch: " + refused.type().slug());
          } catch (GatewayUnreachableException | NotVerifiedException | IOException wrong) {
            complaints.add("an answer cannot be fetched: " + wrong.getMessage());
          }
        });
  }

  private void took(String borrower, PartyId bank, ExposureAnswer answer) {
    disclosed.put(answer.queryId(), bank);
    Set<String> names =
        answer.coverage().summed().stream()
            .map(Coverage.Platform::name)
            .collect(Collectors.toSet());
    for (MetricAnswer metric : answer.subjects().getFirst()) {
      long exact = 0;
      for (Map.Entry<String, Holding> holding :
          books.of(borrower, metric.metric().wireName()).entrySet()) {
        exact += names.contains(holding.getKey()) ? holding.getValue().value() : 0;
      }
      long total = metric.total().orElse(0);
      boolean right =
          metric.state() == MetricState.VALUE
              ? total >= exact && total - exact < metric.errorBound()
              : metric.state() == MetricState.SUPPRESSED
                  || (exact == 0 && metric.state() != MetricState.WITHHELD);
      if (!right) {
        complaints.add(
            answer.queryId() + ": " + metric.metric().wireName() + " is not what plain SQL says");
      }
    }
  }

  /** The pace under which no platform leaves the roster while it is started again. */
  static RosterPace pace() {
    return new RosterPace(
        RosterPace.SHIPPED.dwell(),
        java.time.Duration.ofHours(1),
        RosterPace.SHIPPED.announcement());
  }
}
