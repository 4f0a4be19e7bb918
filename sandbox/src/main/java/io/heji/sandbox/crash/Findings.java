package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.checker.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What comes of the questions of a trial, each answer held against plain SQL. Thread-safe. */
final class Findings {
  /**
   * As which problems a killed process may show; any other says that something went wrong that a
   * kill does not explain.
   */
  private static final Set<ProblemType> OF_KILLS =
      Set.of(
          ProblemType.MEMBER_UNAVAILABLE,
          ProblemType.TOKENISER_UNAVAILABLE,
          ProblemType.EPOCH_CHANGED,
          ProblemType.INTERRUPTED,
          ProblemType.TOO_BUSY,
          ProblemType.INTERNAL);

  private final BookTotals books;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicLong newestRoster = new AtomicLong();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final Map<String, PartyId> disclosed = new ConcurrentHashMap<>();
  private final Map<String, PartyId> withoutAnswer = new ConcurrentHashMap<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final DueVetoes dueVetoes = new DueVetoes();
  private final Queue<Veto> vetoes = new ConcurrentLinkedQueue<>();

  /** A veto that plain SQL does not explain; the guard may. */
  private record Veto(Told told, String borrower, String complaint) {}

  Findings(BookTotals books) {
    this.books = books;
  }

  /** A bank's question about somebody went out, and named these platforms. */
  void asked(PartyId bank, String borrower, Set<String> platforms) {
    dueVetoes.asked(bank, borrower, platforms);
  }

  /** A bank's question about somebody may have gone out; which platforms it named is not known. */
  void perhapsAsked(PartyId bank, String borrower) {
    dueVetoes.perhapsAsked(bank, borrower);
  }

  /** A question was answered at once. */
  void answered(String borrower, Told told) {
    take(borrower, told);
    answered.incrementAndGet();
  }

  /** An answer got lost on its way, or its bank did, and it was fetched by its id. */
  void fetched(String borrower, Told told) {
    take(borrower, told);
    fetched.incrementAndGet();
  }

  /** A bank's question was refused. */
  void refused(PartyId bank, ProblemType problem) {
    count(problem.slug());
    // While a platform is off the roster, too few remain beside that of the bank's own group.
    boolean ofRosters =
        problem == ProblemType.FLOOR_NOT_MET && bank.equals(Cast.OWN_GROUP_BANK.id());
    if (!OF_KILLS.contains(problem) && !ofRosters) {
      complain("a question was refused as " + problem.slug() + ", which no kill explains");
    }
  }

  /** No answer came, or the bank was killed. */
  void count(String outcome) {
    refusals.computeIfAbsent(outcome, _ -> new AtomicInteger()).incrementAndGet();
  }

  /** The bank may have sent this question, and the gateway keeps no answer to it. */
  void withoutAnswer(String queryId, PartyId bank) {
    withoutAnswer.put(queryId, bank);
    count("fetch: " + ProblemType.NOT_FOUND.slug());
  }

  void complain(String complaint) {
    complaints.add(complaint);
  }

  /** The highest serial of a roster that an answer names; 0 before the first answer. */
  long newestRoster() {
    return newestRoster.get();
  }

  int answeredCount() {
    return answered.get();
  }

  int fetchedCount() {
    return fetched.get();
  }

  Map<String, Integer> refusals() {
    Map<String, Integer> counts = new TreeMap<>();
    refusals.forEach((problem, count) -> counts.put(problem, count.get()));
    return counts;
  }

  /** Which bank holds an answer to which question. */
  Map<String, PartyId> disclosed() {
    return Map.copyOf(disclosed);
  }

  /** Which questions have none. */
  Map<String, PartyId> withoutAnswer() {
    return Map.copyOf(withoutAnswer);
  }

  List<String> complaints() {
    List<String> all = new ArrayList<>(complaints);
    vetoes.stream().filter(veto -> !isDue(veto)).map(Veto::complaint).forEach(all::add);
    return all;
  }

  /** How many answers were withheld as the guard owes it. */
  long dueVetoCount() {
    return vetoes.stream()
        .filter(this::isDue)
        .map(veto -> veto.told().queryId())
        .distinct()
        .count();
  }

  private boolean isDue(Veto veto) {
    return dueVetoes.explain(veto.told(), veto.borrower());
  }

  private void take(String borrower, Told told) {
    disclosed.put(told.queryId(), told.bank());
    newestRoster.accumulateAndGet(told.roster(), Math::max);
    dueVetoes.told(told, borrower);
    for (Told.Of metric : told.metrics()) {
      Prediction predicted = Prediction.of(books, borrower, metric.name(), told.summed());
      boolean right =
          predicted.state().equals(metric.state()) && predicted.value() == metric.total();
      if (right) {
        continue;
      }
      String complaint =
          "%s: %s is %s where plain SQL says %s%s"
              .formatted(
                  told.queryId(),
                  metric.name(),
                  metric.state(),
                  predicted.state(),
                  predicted.state().equals(metric.state()) ? " of another total" : "");
      if (metric.isWithheld()) {
        vetoes.add(new Veto(told, borrower, complaint));
      } else {
        complain(complaint);
      }
    }
  }
}
