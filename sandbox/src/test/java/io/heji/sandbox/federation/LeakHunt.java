package io.heji.sandbox.federation;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.checker.BookTotals.Holding;
import io.heji.sandbox.leak.HeapDump;
import io.heji.sandbox.leak.LeakScanner;
import io.heji.sandbox.leak.LeakScanner.Leak;
import io.heji.sandbox.leak.PlantedValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Searches a live federation for what its roles may not know about people just asked about. */
final class LeakHunt {
  /** Smaller amounts stand in a heap by chance. */
  private static final long AMOUNT_MIN = 1_000_000;

  private static final String TOTAL = "a total";

  private final RunningFederation federation;
  private final Bringup bringup;
  private final Path folder;
  private final List<Person> people = new ArrayList<>();
  private final List<String> places = new ArrayList<>();

  /** One person and everything about them. */
  private record Person(
      String identity, Bytes token, OptionalLong total, Map<String, Holding> holdings) {}

  LeakHunt(RunningFederation federation, Bringup bringup, Path folder) {
    this.federation = federation;
    this.bringup = bringup;
    this.folder = folder;
  }

  /** Remembers a person that was asked about, with their token and numbers. */
  void about(String identity, ExposureAnswer answer, BookTotals books) throws IOException {
    MetricAnswer principal = answer.subjects().getFirst().getLast();
    people.add(
        new Person(
            identity,
            token(answer.queryId()),
            principal.total(),
            books.of(identity, Metric.OUTSTANDING_PRINCIPAL.wireName())));
  }

  /** Agents may know the token; one of them tells it. */
  private Bytes token(String queryId) throws IOException {
    PartyId agent = federation.cast().platforms().getFirst().id();
    for (SeenCapture.Line line : new SeenCapture(federation.layout()).read(agent)) {
      if (line.kind().equals("opened") && line.field("jti").equals(queryId)) {
        return Bytes.fromHex(line.field("token"));
      }
    }
    throw new IllegalStateException("no agent has opened " + queryId);
  }

  /** Where was searched. */
  List<String> places() {
    return places;
  }

  Set<Leak> leaks() throws Exception {
    Set<Leak> leaks = new TreeSet<>();
    List<PlantedValue> everything = new ArrayList<>();
    for (Person person : people) {
      everything.addAll(identityAndToken(person));
      everything.addAll(numbers(person, ""));
    }
    List<PartyId> blind = new ArrayList<>(List.of(Cast.GATEWAY.id()));
    Cast.TOKENISERS.forEach(tokeniser -> blind.add(tokeniser.id()));
    for (PartyId role : blind) {
      leaks.addAll(search(role, everything, everything, true));
    }
    for (Cast.Member platform : federation.cast().platforms()) {
      List<PlantedValue> unknown = notOf(platform.name());
      // A total is rounded, so an agent's heap may hold its like by chance: a credit limit, a
      // rounded amount of somebody else.
      List<PlantedValue> exact =
          unknown.stream().filter(value -> !value.name().equals(TOTAL)).toList();
      leaks.addAll(search(platform.id(), unknown, exact, false));
      leaks.addAll(ownDatabase(platform));
    }
    return leaks;
  }

  private static List<PlantedValue> identityAndToken(Person person) {
    return List.of(
        PlantedValue.text("an identity", person.identity()),
        PlantedValue.bytes("a token", person.token().toByteArray()));
  }

  /** The total and every platform's amount but one's own, where large enough to be no chance. */
  private static List<PlantedValue> numbers(Person person, String own) {
    List<PlantedValue> numbers = new ArrayList<>();
    person
        .total()
        .ifPresent(
            total -> {
              if (total >= AMOUNT_MIN) {
                numbers.add(PlantedValue.number(TOTAL, total));
              }
            });
    person
        .holdings()
        .forEach(
            (platform, holding) -> {
              if (!platform.equals(own) && holding.value() >= AMOUNT_MIN) {
                numbers.add(PlantedValue.number("an amount of another platform", holding.value()));
              }
            });
    return numbers;
  }

  /** What a platform may not know: strangers' identities, totals, others' amounts. */
  private List<PlantedValue> notOf(String platform) {
    List<PlantedValue> values = new ArrayList<>();
    for (Person person : people) {
      if (!person.holdings().containsKey(platform)) {
        values.add(PlantedValue.text("a stranger's identity", person.identity()));
      }
      values.addAll(numbers(person, platform));
    }
    return values;
  }

  /** An agent's own database holds no identity, token or amount in clear, also of its customers. */
  private Set<Leak> ownDatabase(Cast.Member platform) throws Exception {
    List<PlantedValue> values = new ArrayList<>();
    for (Person person : people) {
      values.addAll(identityAndToken(person));
      values.addAll(numbers(person, ""));
    }
    try (Connection connection = bringup.database(platform.id()).connect()) {
      return new LeakScanner(values).database(platform.id() + " own database", connection);
    }
  }

  private Set<Leak> search(
      PartyId role, List<PlantedValue> values, List<PlantedValue> inHeap, boolean capture)
      throws Exception {
    LeakScanner scanner = new LeakScanner(values);
    Set<Leak> leaks = new TreeSet<>();
    leaks.addAll(scanner.file(place(role, "log"), folder.resolve("logs").resolve(role + ".log")));
    if (capture) {
      leaks.addAll(
          scanner.file(place(role, "frames and bodies"), federation.layout().capture(role)));
    }
    leaks.addAll(scanner.text(place(role, "metrics"), metrics(role)));
    try (Connection connection = bringup.database(role).connect()) {
      leaks.addAll(scanner.database(place(role, "database"), connection));
    }
    Path dump = folder.resolve(role + ".hprof");
    Files.deleteIfExists(dump);
    HeapDump.of(Path.of(System.getProperty("java.home")), bringup.pid(role), dump);
    leaks.addAll(new LeakScanner(inHeap).file(place(role, "heap"), dump));
    Files.delete(dump);
    return leaks;
  }

  private String place(PartyId role, String what) {
    places.add(role + " " + what);
    return role + " " + what;
  }

  private String metrics(PartyId role) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + bringup.managementPort(role) + "/q/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** The same search finds customers where they are: in the platforms' own tables. */
  boolean customersFoundAtTheirOwnPlatform() throws Exception {
    for (RunningFederation.PlatformBooks books : federation.platforms()) {
      for (Person person : people) {
        if (person.holdings().containsKey(books.platform().name())) {
          LeakScanner scanner =
              new LeakScanner(List.of(PlantedValue.text("a customer", person.identity())));
          try (Connection connection = books.reader().connect()) {
            if (!scanner.database(books.platform().id().value(), connection).isEmpty()) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }
}
