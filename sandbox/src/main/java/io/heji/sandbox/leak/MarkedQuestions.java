package io.heji.sandbox.leak;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.store.PendingQuery;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.MetricState;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.SeenCapture;
import io.heji.sandbox.leak.MarkedPerson.Amount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks about every marked borrower, so that whoever could learn of them has had the chance. */
public final class MarkedQuestions {
  /** Why the questions are asked. */
  static final String PURPOSE = "loan-approval";

  /** What is asked: two amounts that only the bank may open, and a count. */
  static final List<Metric> ASKED =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.OVERDUE_AMOUNT, Metric.LENDERS);

  /** The amounts that are searched: those, and one that nobody asked for. */
  private static final List<Metric> AMOUNTS =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.OVERDUE_AMOUNT, Metric.CREDIT_LIMIT);

  private final RunningFederation federation;
  private final BankDesk desk;
  private final BookTotals books;

  public MarkedQuestions(RunningFederation federation, BankDesk desk, BookTotals books) {
    this.federation = federation;
    this.desk = desk;
    this.books = books;
  }

  /**
   * All of them, each asked about once. One more call is refused, so that a problem is on its way
   * through every place too.
   */
  public People ask()
      throws RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          IOException,
          SandboxFailedException {
    List<String> marked = federation.population().marked();
    if (marked.isEmpty()) {
      throw new SandboxFailedException("nobody is marked in this federation");
    }
    List<ExposureAnswer> answers = new ArrayList<>();
    for (String identity : marked) {
      answers.add(desk.ask(List.of(identity), PURPOSE, ASKED));
    }
    Map<String, Bytes> tokens = tokens();
    List<MarkedPerson> people = new ArrayList<>();
    for (int i = 0; i < marked.size(); i++) {
      people.add(person(i + 1, marked.get(i), answers.get(i), tokens));
    }
    desk.knockWithoutAccess(people.getFirst().queryId());
    return new People(people);
  }

  /** Who was asked about. What is known of them stays in this package. */
  public static final class People {
    private final List<MarkedPerson> all;

    private People(List<MarkedPerson> all) {
      this.all = List.copyOf(all);
    }

    List<MarkedPerson> all() {
      return all;
    }

    public int count() {
      return all.size();
    }
  }

  private MarkedPerson person(
      int number, String identity, ExposureAnswer answer, Map<String, Bytes> tokens)
      throws IOException, RefusedException, SandboxFailedException {
    List<Amount> amounts = new ArrayList<>();
    for (Metric metric : AMOUNTS) {
      books
          .of(identity, metric.wireName())
          .forEach(
              (platform, holding) -> amounts.add(new Amount(platform, metric, holding.value())));
    }
    Bytes token = tokens.get(answer.queryId());
    if (token == null) {
      throw new SandboxFailedException("no agent has opened " + answer.queryId());
    }
    PendingQuery kept = desk.kept(answer.queryId());
    SortedMap<PartyId, Bytes> padSeeds = new TreeMap<>();
    kept.padSeeds().forEach((member, seed) -> padSeeds.put(member, bytes(seed)));
    MarkedPerson person =
        new MarkedPerson(
            number,
            identity,
            answer.queryId(),
            token,
            bytes(kept.tagKey()),
            padSeeds,
            amounts,
            answer.subjects().getFirst().getFirst().unit());
    check(person, answer);
    return person;
  }

  private static Bytes bytes(SecretBytes secret) {
    return Bytes.copyOf(secret.toByteArray(SecretAccess.granted()));
  }

  /** Agents may know the tokens they opened; one of them tells them, by the question's id. */
  private Map<String, Bytes> tokens() throws IOException {
    PartyId agent = federation.cast().platforms().getFirst().id();
    Map<String, Bytes> tokens = new HashMap<>();
    for (SeenCapture.Line line : new SeenCapture(federation.layout()).read(agent)) {
      if (line.kind().equals("opened")) {
        tokens.put(line.field("jti"), Bytes.fromHex(line.field("token")));
      }
    }
    return tokens;
  }

  /** A hunt for amounts that the federation does not add up as they are would prove nothing. */
  private static void check(MarkedPerson person, ExposureAnswer answer)
      throws SandboxFailedException {
    for (MetricAnswer metric : answer.subjects().getFirst()) {
      List<Amount> held =
          person.amounts().stream().filter(a -> a.metric().equals(metric.metric())).toList();
      long sum = held.stream().mapToLong(amount -> person.rounded(amount.fen())).sum();
      boolean told = metric.state().equals(MetricState.VALUE);
      boolean wrong = told ? metric.total().orElse(0) != sum : held.size() > 1 || held.isEmpty();
      if (!metric.metric().equals(Metric.LENDERS) && wrong) {
        throw new SandboxFailedException(
            "the answer about marked person "
                + person.number()
                + " is not what the platforms' books say");
      }
    }
  }
}
