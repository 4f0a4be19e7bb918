package io.heji.sandbox.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.MetricState;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.EpochCeremony;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.checker.BookTotals.Holding;
import io.heji.sandbox.leak.BankScreen;
import io.heji.sandbox.leak.FederationPlaces;
import io.heji.sandbox.leak.LeakHunt;
import io.heji.sandbox.leak.LeakReport;
import io.heji.sandbox.leak.LeakScanner;
import io.heji.sandbox.leak.MarkedQuestions;
import io.heji.sandbox.leak.Place;
import io.heji.sandbox.leak.Readings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A federation that changes while a bank keeps asking: a platform's agent dies, leaves the roster,
 * comes back; a new epoch replaces all keys; a tokeniser dies. Every answer agrees with plain SQL
 * over exactly the platforms it names, and every refusal is the one expected. One federation for
 * all tests, in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederationIT {
  private static final Duration DWELL = Duration.ofSeconds(5);
  private static final Duration ABSENCE = Duration.ofSeconds(4);
  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(40);

  /** Emptied at the start and kept at the end, so that the roles' logs can be read. */
  private static final Path HOME = Path.of("target", "federation-it");

  /**
   * Log, metrics, health, files, database, frames and heap of seven roles; the gateway's HTTP
   * bodies; what a bank receives, keeps, prints and complains; the database server's log.
   */
  private static final int PLACES = 7 * 7 + 1 + 4 + 1;

  private static final int MARKED = 4;
  private static final int ASKS_MAX = 2_000;
  private static final String PURPOSE = "loan-approval";
  private static final List<Metric> METRICS = List.of(Metric.LENDERS, Metric.OUTSTANDING_PRINCIPAL);

  private final InstantSource clock = InstantSource.system();
  private final Randomness randomness = Randomness.of(new SecureRandom());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Bringup bringup;
  private RunningFederation federation;
  private Asking asking;
  private List<Place> hunted = List.of();

  @BeforeAll
  void start() throws Exception {
    FederationOptions options =
        new FederationOptions(
            HOME, Path.of(".."), 4, Optional.empty(), 5, Scale.DEMO.withMarked(MARKED));
    Console console = new Console(new PrintWriter(new StringWriter()), false);
    StepTimer timer = new StepTimer(System::nanoTime);
    RosterPace pace = new RosterPace(DWELL, ABSENCE, ANNOUNCEMENT);
    FederationHome home = opened(FederationHome.open(options.home()));
    bringup = opened(new Bringup(options, pace, home, console, timer, clock, randomness));
    federation = bringup.run();
    BankDesk desk =
        opened(new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness));
    asking = new Asking(federation, desk);
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  /** {@code docs/protocol/client.py} was written from the pages; it sees what the SDK sees. */
  @Test
  @Order(1)
  void theClientOfThePagesGetsTheSameAnswers() throws Exception {
    PagesClient client = PagesClient.find(federation.layout());
    assertThat(client.checkVectors()).startsWith("accepted the session, refused ");
    for (int asked = 0; asked < 5; asked++) {
      assertThat(asking.one()).isEmpty();

      JsonNode answer = client.ask(asking.lastAnswered, PURPOSE, METRICS);
      assertThat(client.fetch(answer.path("queryId").asText())).isEqualTo(answer);

      ExposureAnswer same = asking.last();
      assertThat(answer.path("coverage").path("summed").asInt())
          .isEqualTo(same.coverage().summed().size());
      List<MetricAnswer> metrics = same.subjects().getFirst();
      for (int metric = 0; metric < metrics.size(); metric++) {
        JsonNode told = answer.path("subjects").path(0).path("metrics").path(metric);
        assertThat(told.path("state").asText()).isEqualTo(metrics.get(metric).state().wireName());
        assertThat(told.path("value").asText("none")).isEqualTo(shown(metrics.get(metric)));
      }
    }
  }

  private static String shown(MetricAnswer metric) {
    return metric.total().isPresent() ? Long.toString(metric.total().getAsLong()) : "none";
  }

  @Test
  @Order(2)
  void aPlatformThatDiesLeavesByANewRosterAndComesBackTheSameWay() throws Exception {
    assertThat(asking.one()).isEmpty();
    PartyId leaving = federation.cast().platforms().getLast().id();

    bringup.running().kill(leaving.value());
    asking.until(
        answer -> absent(answer).contains(leaving), Set.of(ProblemType.MEMBER_UNAVAILABLE));
    bringup.running().restart(leaving.value());
    asking.until(answer -> absent(answer).isEmpty(), Set.of());
  }

  @Test
  @Order(3)
  void anEpochEndsUnderRunningQueriesWithoutAFailedOne() throws Exception {
    assertThat(asking.one()).isEmpty();
    long before = asking.last().documents().roster().serial();
    new EpochCeremony(
            federation.layout(),
            federation.cast(),
            Duration.ofDays(30),
            clock.instant(),
            randomness)
        .run(2);

    asking.until(
        answer -> answer.documents().roster().serial() > before, Set.of(ProblemType.EPOCH_CHANGED));

    assertThat(asking.one()).isEmpty();
    assertThat(keptTokens(federation)).allMatch(name -> name.startsWith("epoch-2-")).isNotEmpty();
  }

  @Test
  @Order(4)
  void withATokeniserMissingKeptTokensStillWork() throws Exception {
    assertThat(asking.one()).isEmpty();
    bringup.running().kill(Cast.TOKENISERS.getLast().id().value());

    assertThat(asking.one()).contains(ProblemType.TOKENISER_UNAVAILABLE);
    assertThat(asking.again()).isEmpty();

    bringup.running().restart(Cast.TOKENISERS.getLast().id().value());
    asking.until(_ -> true, Set.of(ProblemType.TOKENISER_UNAVAILABLE));
  }

  /** ⚔ a role's health page is a listener too, if only on the loopback address. */
  @Test
  @Order(5)
  void everyRolesHealthPageBearsWhatNoClientSends() throws Exception {
    HealthPageAttack.onEveryRole(federation.cast(), bringup);
  }

  /** protocol section 1, cell by cell: what a role may not know is in none of its places. */
  @Test
  @Order(6)
  void nobodyHoldsWhatTheTableSaysItMayNotKnow() throws Exception {
    LeakReport report = LeakHunt.through(places(), _ -> {});

    assertThat(report.places()).hasSize(PLACES);
    assertThat(report.unread()).isEmpty();
    assertThat(report.leaks()).isEmpty();
  }

  /** Last: the federation's files and tables hold planted values from here on. */
  @Test
  @Order(7)
  void theSameHuntFindsWhatIsPlantedInALiveFederation() throws Exception {
    List<Place> all = places();
    FederationLayout layout = federation.layout();
    PartyId gateway = Cast.GATEWAY.id();
    PartyId tokeniser = Cast.TOKENISERS.getFirst().id();
    PartyId agent = federation.cast().platforms().getFirst().id();
    String identity = federation.population().marked().getFirst();
    append(layout.log(agent), "agent of " + identity + " started");
    append(layout.databaseLog(), "STATEMENT:  select '" + identity + "'");
    append(layout.role(tokeniser).resolve("core.1"), identity);
    append(layout.bank(Cast.INDEPENDENT_BANK.id()).resolve("notes.txt"), identity);
    String hex = HexFormat.of().formatHex(identity.getBytes(StandardCharsets.US_ASCII));
    append(layout.capture(gateway), captured("http-response", "content", hex));
    append(layout.capture(agent), captured("ask", "frame", hex));
    plantRow(tokeniser, identity);

    Set<String> found = new TreeSet<>();
    for (Place place : all) {
      // Heaps were dumped once, and nothing was planted there.
      if (!place.kind().equals("heap")) {
        LeakHunt.through(place).leaks().forEach(leak -> found.add(leak.place()));
      }
    }

    assertThat(found)
        .containsExactlyInAnyOrder(
            agent + " log",
            agent + " frames",
            "postgresql log",
            tokeniser + " files",
            tokeniser + " database",
            gateway + " HTTP bodies",
            Cast.INDEPENDENT_BANK.id() + " answers received",
            Cast.INDEPENDENT_BANK.id() + " folder");
  }

  /** What the hunt forbids agents to hold is what a platform's own tables hold. */
  @Test
  @Order(8)
  void theHuntFindsCustomersWhereTheyAre() throws Exception {
    Place log =
        places().stream().filter(place -> place.name().equals("gateway log")).findFirst().get();
    Set<String> amounts = new TreeSet<>();
    for (RunningFederation.PlatformBooks books : federation.platforms()) {
      LeakScanner.Search search = new LeakScanner(log.forbidden()).in("books");
      Readings.database(books.reader()).into(search);
      search.found().forEach(found -> amounts.add(found.value()));
    }

    assertThat(amounts)
        .contains("identity of marked person 1", "identity of marked person 2")
        .contains("outstanding_principal at River Mart Finance of marked person 1")
        .contains("overdue_amount at Cloud Bridge Credit of marked person 2")
        .contains("credit_limit at Bamboo Pay of marked person 4")
        .contains("outstanding_principal at Lantern Finance of marked person 3");
  }

  private List<Place> places() throws Exception {
    if (hunted.isEmpty()) {
      MarkedQuestions.People people =
          new MarkedQuestions(federation, asking.desk, asking.books).ask();
      BankScreen screen = BankScreen.of(federation, people);
      hunted = FederationPlaces.of(federation, bringup, people, List.of(), screen);
    }
    return hunted;
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String captured(String kind, String member, String hex) {
    return member.equals("frame")
        ? "{\"kind\":\"" + kind + "\",\"content\":{},\"frame\":\"" + hex + "\"}"
        : "{\"kind\":\"" + kind + "\",\"content\":{\"body\":\"" + hex + "\"}}";
  }

  /** In a schema that is not `public`, in a table with an odd name. */
  private void plantRow(PartyId role, String identity) throws Exception {
    try (Connection connection = bringup.database(role).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema \"Odd one\"");
      statement.execute("create table \"Odd one\".\"Odd name\" (a text)");
      statement.execute("insert into \"Odd one\".\"Odd name\" values ('" + identity + "')");
    }
  }

  private static Set<PartyId> absent(ExposureAnswer answer) {
    return answer.coverage().absent().stream()
        .map(Coverage.Platform::id)
        .collect(Collectors.toSet());
  }

  private static List<String> keptTokens(RunningFederation federation) throws IOException {
    Path bank = federation.layout().bank(Cast.INDEPENDENT_BANK.id());
    try (var files = Files.walk(bank.resolve("sandbox-state"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("epoch-"))
          .toList();
    }
  }

  /** Asks about one borrower after the other, and compares with plain SQL. */
  private final class Asking {
    private final BankDesk desk;
    private final BookTotals books;
    private final Iterator<String> borrowers;
    private Optional<ExposureAnswer> last = Optional.empty();
    private String lastAnswered = "";

    Asking(RunningFederation federation, BankDesk desk) throws Exception {
      this.desk = desk;
      this.books = BookTotals.read(federation.books(), clock);
      this.borrowers = federation.population().borrowers().iterator();
    }

    ExposureAnswer last() {
      return last.orElseThrow();
    }

    /** Asks about the next borrower; the problem if it is refused. */
    Optional<ProblemType> one() throws Exception {
      return ask(borrowers.next());
    }

    /** Asks about the borrower who was answered last, whose token is kept. */
    Optional<ProblemType> again() throws Exception {
      return ask(lastAnswered);
    }

    private Optional<ProblemType> ask(String borrower) throws Exception {
      try {
        ExposureAnswer answer = desk.ask(List.of(borrower), PURPOSE, METRICS);
        compare(borrower, answer);
        last = Optional.of(answer);
        lastAnswered = borrower;
        return Optional.empty();
      } catch (RefusedException refused) {
        return Optional.of(refused.type());
      }
    }

    /** Asks until an answer is as wanted; until then only these refusals may come. */
    void until(Predicate<ExposureAnswer> wanted, Set<ProblemType> permitted) throws Exception {
      for (int asks = 0; asks < ASKS_MAX; asks++) {
        Optional<ProblemType> refused = one();
        if (refused.isEmpty() && wanted.test(last())) {
          return;
        }
        assertThat(refused).matches(type -> type.isEmpty() || permitted.contains(type.get()));
      }
      fail("asked " + ASKS_MAX + " times in vain");
    }

    private void compare(String borrower, ExposureAnswer answer) {
      MetricAnswer lenders = answer.subjects().getFirst().getFirst();
      long expected = summed(borrower, Metric.LENDERS, answer);
      assertThat(lenders.total().orElse(0)).isEqualTo(expected);
      MetricAnswer principal = answer.subjects().getFirst().getLast();
      if (principal.state() == MetricState.VALUE) {
        long exact = summed(borrower, Metric.OUTSTANDING_PRINCIPAL, answer);
        assertThat(principal.total().orElse(0) - exact).isBetween(0L, principal.errorBound() - 1);
      }
    }

    private long summed(String borrower, Metric metric, ExposureAnswer answer) {
      Set<String> names =
          answer.coverage().summed().stream()
              .map(Coverage.Platform::name)
              .collect(Collectors.toSet());
      Map<String, Holding> holdings = books.of(borrower, metric.wireName());
      return holdings.entrySet().stream()
          .filter(holding -> names.contains(holding.getKey()))
          .mapToLong(holding -> holding.getValue().value())
          .sum();
    }
  }
}
