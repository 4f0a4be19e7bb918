package io.heji.sandbox.demo;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.MetricState;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.checker.BookTotals.Holding;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SeenCapture;
import io.heji.sandbox.federation.StepTimer;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One question, told to a banker: what the bank asked and got, what each party had in hand, the
 * same total by plain SQL.
 */
final class WalkThrough {
  private static final String PURPOSE = "loan-approval";
  private static final int SHOWN_HEX = 48;
  private static final List<Metric> METRICS =
      List.of(
          Metric.OUTSTANDING_PRINCIPAL,
          Metric.OVERDUE_AMOUNT,
          Metric.DUE_NEXT_30D,
          Metric.ACTIVE_LOANS,
          Metric.LENDERS,
          Metric.APPLICATIONS_30D);

  private final RunningFederation federation;
  private final Console console;
  private final InstantSource clock;

  WalkThrough(RunningFederation federation, Console console, InstantSource clock) {
    this.federation = federation;
    this.console = console;
    this.clock = clock;
  }

  /** Asks and shows; returns whether the answer agrees with plain SQL. */
  boolean run(BankDesk desk, StepTimer timer)
      throws RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          IOException,
          SQLException {
    BookTotals books = BookTotals.read(federation.books(), clock);
    String borrower = books.borrowerWithSeveralLenders(federation.population().borrowers());
    timer.lap();
    ExposureAnswer answer = desk.ask(List.of(borrower), PURPOSE, METRICS);
    console.step("the bank asked and opened the answer (cold: with tokenisation)", timer.lap());
    ExposureAnswer again = desk.ask(List.of(borrower), PURPOSE, METRICS);
    console.step("asked again with the kept token", timer.lap());
    console.step("from start to here", timer.total());

    console.title("1 · What the bank asked and got");
    console.line(
        "  "
            + Cast.INDEPENDENT_BANK.name()
            + " has an applicant, identity number "
            + borrower
            + ".");
    console.line(
        "  Purpose: "
            + PURPOSE
            + ". The applicant's consent is on file. What do they owe in total?");
    console.blank();
    for (MetricAnswer metric : answer.subjects().getFirst()) {
      console.line(
          String.format(Locale.ROOT, "    %-24s %s", metric.metric().wireName(), text(metric)));
    }
    console.line(
        "  summed over "
            + answer.coverage().summed().size()
            + " platforms, none of them named; query "
            + answer.queryId());
    SeenCapture captures = new SeenCapture(federation.layout());
    showGateway(captures, answer.queryId());
    showTokeniser(captures);
    showPlatforms(captures, answer.queryId());
    // Both are compared and shown, whatever the first says.
    boolean first = compare(books, borrower, answer);
    boolean second = agrees(books, borrower, again);
    return first && second;
  }

  private static String text(MetricAnswer metric) {
    return switch (metric.state()) {
      case VALUE, ZERO -> {
        long total = metric.total().orElse(0);
        yield metric.metric().kind() == MetricKind.AMOUNT
            ? String.format(
                Locale.ROOT,
                "¥ %,15.2f   (at most ¥ %,.2f too high, never too low)",
                BigDecimal.valueOf(total, 2),
                BigDecimal.valueOf(metric.errorBound(), 2))
            : String.format(Locale.ROOT, "%17d", total);
      }
      case SUPPRESSED -> "suppressed: something is held, by too few platforms to say how much";
      case NO_RECORD -> "no platform knows the person";
      case WITHHELD -> "withheld";
      case NOT_COVERED -> "too few platforms supply this";
    };
  }

  private void showGateway(SeenCapture captures, String queryId) throws IOException {
    console.title("2 · What the gateway had in hand (captured in its process)");
    for (SeenCapture.Line line : captures.read(Cast.GATEWAY.id())) {
      if (line.kind().equals("evaluation-request") && line.isFirstOf("evaluation-request")) {
        console.line(
            "  a blinded point, from " + line.field("bank") + ":   " + cut(line.field("elements")));
      }
      if (line.kind().equals("asked")
          && line.direction().equals("received")
          && line.belongsTo(queryId)) {
        console.line(
            String.format(
                Locale.ROOT,
                "  masked numbers of %-18s %s",
                line.peer() + ":",
                cut(line.field("contribution.lanes"))));
      }
    }
    console.line(
        "  One by one these are noise. Added up they are counts of platforms and padded totals, which only the bank can open.");
  }

  private void showTokeniser(SeenCapture captures) throws IOException {
    console.title("3 · What a tokeniser had in hand");
    Cast.Member tokeniser = Cast.TOKENISERS.getFirst();
    captures.read(tokeniser.id()).stream()
        .filter(line -> line.kind().equals("evaluate") && line.field("request").length() > 0)
        .reduce((_, last) -> last)
        .ifPresent(
            line ->
                console.line(
                    "  "
                        + tokeniser.name()
                        + " was asked to evaluate  "
                        + cut(line.field("elements"))));
    console.line(
        "  A uniformly random point: it says nothing about whom. With half the key it cannot make a token alone.");
  }

  private void showPlatforms(SeenCapture captures, String queryId) throws IOException {
    console.title("4 · What each platform had in hand");
    for (RunningFederation.PlatformBooks platform : federation.platforms()) {
      for (SeenCapture.Line line : captures.read(platform.platform().id())) {
        if (line.kind().equals("opened") && line.field("jti").equals(queryId)) {
          String own =
              line.field("customer").equals("yes")
                  ? "its customer, own principal "
                      + String.format(
                          Locale.ROOT, "¥ %,.2f", minor(line.field("own.outstanding_principal")))
                  : "nobody it knows";
          console.line(
              String.format(
                  Locale.ROOT,
                  "  %-22s %s asks (%s) about token %s…: %s",
                  platform.platform().name(),
                  line.field("bank"),
                  line.field("purpose"),
                  line.field("token").substring(0, 12),
                  own));
        }
      }
    }
    console.line("  No platform saw another's number, nor the total.");
  }

  private static BigDecimal minor(String digits) {
    return digits.isEmpty() ? BigDecimal.ZERO : new BigDecimal(digits).movePointLeft(2);
  }

  private static boolean agrees(BookTotals books, String borrower, ExposureAnswer answer) {
    MetricAnswer metric = answer.subjects().getFirst().getFirst();
    long exact =
        books.of(borrower, Metric.OUTSTANDING_PRINCIPAL.wireName()).values().stream()
            .mapToLong(Holding::value)
            .sum();
    OptionalLong total = metric.total();
    return metric.state() == MetricState.VALUE
        && total.isPresent()
        && total.getAsLong() >= exact
        && total.getAsLong() - exact < metric.errorBound();
  }

  private boolean compare(BookTotals books, String borrower, ExposureAnswer answer) {
    Map<String, Holding> holdings = books.of(borrower, Metric.OUTSTANDING_PRINCIPAL.wireName());
    long exact = holdings.values().stream().mapToLong(Holding::value).sum();
    OptionalLong total = answer.subjects().getFirst().getFirst().total();
    boolean right = agrees(books, borrower, answer);
    console.title("5 · The same total by plain SQL, which nobody in real life could run");
    holdings.forEach(
        (platform, holding) ->
            console.line(
                String.format(
                    Locale.ROOT,
                    "  %-22s ¥ %,15.2f",
                    platform,
                    BigDecimal.valueOf(holding.value(), 2))));
    console.line(
        String.format(
            Locale.ROOT,
            "  %-22s ¥ %,15.2f   the federation said ¥ %,.2f: %s",
            "total",
            BigDecimal.valueOf(exact, 2),
            BigDecimal.valueOf(total.orElse(0), 2),
            right ? "right, within the stated bound" : "WRONG"));
    return right;
  }

  private static String cut(String hex) {
    return hex.length() <= SHOWN_HEX
        ? hex
        : hex.substring(0, SHOWN_HEX) + "… (" + hex.length() / 2 + " bytes)";
  }
}
