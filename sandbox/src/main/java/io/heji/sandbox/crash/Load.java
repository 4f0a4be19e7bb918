package io.heji.sandbox.crash;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.RunningFederation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Both banks keep asking through the SDK, several questions at a time. */
final class Load implements AutoCloseable {
  static final String PURPOSE = "loan-approval";
  static final List<Metric> METRICS =
      List.of(Metric.LENDERS, Metric.OUTSTANDING_PRINCIPAL, Metric.ACTIVE_LOANS);

  /** Questions under way at a time. */
  static final int ASKERS = 4;

  /** How long an asker waits after a refusal. */
  static final int RETRY_MILLIS = 500;

  /** The longest that any question may take: the client's own wait, with room. */
  static final long QUESTION_MAX_SECONDS = 150;

  private static final Pattern QUERY_ID = Pattern.compile("to fetch as ([0-9a-f-]{36})");

  private final BankDesk one;
  private final BankDesk other;
  private final People people;
  private final Findings findings;
  private final Map<PartyId, String> names;
  private final AskedPlatforms asked = new AskedPlatforms();
  private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private final Map<String, Lost> lost = new ConcurrentHashMap<>();

  /** A question that was sent, whose answer did not come. */
  private record Lost(BankDesk desk, String borrower) {}

  Load(
      RunningFederation federation,
      People people,
      Findings findings,
      InstantSource clock,
      Randomness randomness)
      throws IOException {
    this.people = people;
    this.findings = findings;
    this.names =
        federation.cast().platforms().stream()
            .collect(Collectors.toMap(Cast.Member::id, Cast.Member::name));
    this.one = desk(federation, Cast.INDEPENDENT_BANK, clock, randomness);
    this.other = desk(federation, Cast.OWN_GROUP_BANK, clock, randomness);
  }

  private BankDesk desk(
      RunningFederation federation, Cast.Member bank, InstantSource clock, Randomness randomness)
      throws IOException {
    return new BankDesk(federation.layout(), bank.id(), asked::noting, clock, randomness);
  }

  void start() {
    for (int asker = 0; asker < ASKERS; asker++) {
      BankDesk desk = asker % 2 == 0 ? one : other;
      var _ = askers.submit(() -> keepAsking(desk));
    }
  }

  /** Waits until the next question is begun, not longer than an asker pauses by itself. */
  void awaitQuestion() throws InterruptedException {
    begun.drainPermits();
    var _ = begun.tryAcquire(2 * RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Lets so much time go by while the banks ask. */
  void goOn(int millis) throws InterruptedException {
    var _ = ending.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the asking, and waits for what is under way. */
  void end() throws InterruptedException {
    ending.countDown();
    askers.shutdown();
    if (!askers.awaitTermination(QUESTION_MAX_SECONDS, TimeUnit.SECONDS)) {
      findings.complain("a question hung for more than " + QUESTION_MAX_SECONDS + " s");
      askers.shutdownNow();
    }
  }

  /** What got lost on its way: either it can be fetched and is right, or there is no answer. */
  void fetchLost() {
    lost.forEach(
        (queryId, asked) -> {
          PartyId bank = asked.desk().bank();
          try {
            findings.fetched(asked.borrower(), Told.of(asked.desk().fetch(queryId)));
          } catch (RefusedException refused) {
            if (refused.type() == ProblemType.NOT_FOUND) {
              findings.withoutAnswer(queryId, bank);
            } else {
              findings.complain("an answer cannot be fetched: " + refused.type().slug());
            }
          } catch (GatewayUnreachableException | NotVerifiedException | IOException wrong) {
            findings.complain("an answer cannot be fetched: " + wrong.getMessage());
          }
        });
  }

  @Override
  public void close() {
    askers.shutdownNow();
    one.close();
    other.close();
  }

  private void keepAsking(BankDesk desk) {
    while (ending.getCount() > 0) {
      Optional<String> borrower = people.next(desk.bank());
      if (borrower.isEmpty()) {
        findings.complain("nobody is left to ask about, so the last rounds had no load");
        return;
      }
      ask(desk, borrower.get());
    }
  }

  private void ask(BankDesk desk, String borrower) {
    try {
      begun.release();
      findings.answered(borrower, Told.of(desk.ask(List.of(borrower), PURPOSE, METRICS)));
    } catch (RefusedException refused) {
      findings.refused(desk.bank(), refused.type());
      waitALittle();
    } catch (GatewayUnreachableException unreachable) {
      findings.count("(no answer)");
      Matcher id = QUERY_ID.matcher(String.valueOf(unreachable.getMessage()));
      if (id.find()) {
        lost.put(id.group(1), new Lost(desk, borrower));
      } else {
        people.notAsked(desk.bank(), borrower);
      }
      waitALittle();
    } catch (NotVerifiedException | IOException | RuntimeException wrong) {
      findings.complain(
          "a question ended in " + wrong.getClass().getSimpleName() + ": " + wrong.getMessage());
    } finally {
      asked.take().forEach(platforms -> findings.asked(desk.bank(), borrower, named(platforms)));
    }
  }

  private Set<String> named(Set<PartyId> platforms) {
    return platforms.stream()
        .map(id -> names.getOrDefault(id, id.value()))
        .collect(Collectors.toSet());
  }

  /** As a bank's program would, before it tries again. */
  private void waitALittle() {
    try {
      goOn(RETRY_MILLIS);
    } catch (InterruptedException hung) {
      Thread.currentThread().interrupt();
    }
  }
}
