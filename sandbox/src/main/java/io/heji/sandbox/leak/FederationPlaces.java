package io.heji.sandbox.leak;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.RunningFederation;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every place of a live federation, with what may not be there. */
public final class FederationPlaces {
  /** What an agent may know: tokens it opened, its own values. */
  private static final String OPENED = "opened";

  private static final String HTTP = "http-";
  private static final String HTTP_RESPONSE = "http-response";
  private static final String CAPTURE = "capture.jsonl";

  private final RunningFederation federation;
  private final Bringup bringup;
  private final FederationLayout layout;
  private final WhoMayNotKnow table;
  private final List<PlantedValue> anything;
  private final PlantedValue question;
  private final BankScreen screen;
  private final List<Place> places = new ArrayList<>();

  private FederationPlaces(
      RunningFederation federation,
      Bringup bringup,
      List<MarkedPerson> people,
      List<PlantedValue> extra,
      BankScreen screen) {
    this.federation = federation;
    this.bringup = bringup;
    this.layout = federation.layout();
    this.table = new WhoMayNotKnow(people, extra);
    this.anything = table.anything();
    this.question = proof("the id of a question", people.getFirst().queryId());
    this.screen = screen;
  }

  /**
   * All of them.
   *
   * @param extra what is searched everywhere beside
   * @param screen what a bank's own program printed about one of the people
   */
  public static List<Place> of(
      RunningFederation federation,
      Bringup bringup,
      MarkedQuestions.People people,
      List<PlantedValue> extra,
      BankScreen screen) {
    FederationPlaces all = new FederationPlaces(federation, bringup, people.all(), extra, screen);
    all.gateway();
    Cast.TOKENISERS.forEach(tokeniser -> all.tokeniser(tokeniser.id()));
    federation.cast().platforms().forEach(all::agent);
    all.bank(Cast.INDEPENDENT_BANK.id());
    all.databaseServer();
    return List.copyOf(all.places);
  }

  private static PlantedValue proof(String name, String text) {
    return PlantedValue.text("proof: " + name, text);
  }

  private static PlantedValue partyId(PartyId role) {
    return proof("the party's id", role.value());
  }

  private void gateway() {
    PartyId role = Cast.GATEWAY.id();
    // Its record names purpose and operator; a consent stands there only as a keyed hash.
    List<PlantedValue> atRest = and(anything, table.consent());
    outputs(role, atRest, proof("its log", "HEJI-GW-1 gateway"));
    add(role, "database", Readings.database(bringup.database(role)), atRest, question);
    frames(role, anything, kind -> !kind.startsWith(HTTP), question);
    add(
        role,
        "HTTP bodies",
        Readings.capture(layout.capture(role), kind -> kind.startsWith(HTTP)),
        anything,
        question);
    heap(role, anything);
  }

  private void tokeniser(PartyId role) {
    List<PlantedValue> values =
        Stream.concat(anything.stream(), table.questions().stream()).toList();
    List<PlantedValue> atRest = and(values, WhoMayNotKnow.purpose());
    PlantedValue asker = proof("the asking bank's id", Cast.INDEPENDENT_BANK.id().value());
    outputs(role, atRest, proof("its log", "HEJI-TOK-1 adopted"));
    add(role, "database", Readings.database(bringup.database(role)), atRest, asker);
    frames(role, values, _ -> true, asker);
    heap(role, values);
  }

  private void agent(Cast.Member platform) {
    PartyId role = platform.id();
    // Not even of its own customers: what is written down is read by more people than the tables.
    outputs(role, anything, proof("its log", "HEJI-AG-1 agent"));
    add(role, "database", Readings.database(bringup.database(role)), anything, question);
    frames(role, anything, kind -> !kind.equals(OPENED), question);
    heap(role, table.inMemoryOf(platform));
  }

  private void bank(PartyId role) {
    add(
        role,
        "answers received",
        Readings.capture(layout.capture(Cast.GATEWAY.id()), HTTP_RESPONSE::equals),
        anything,
        question,
        proof("a problem", "urn:heji:problem:"));
    add(
        role,
        "folder",
        Readings.folder(layout.bank(role), List.of()),
        anything,
        partyId(role),
        question);
    add(
        role,
        "output",
        Readings.file(screen.output()),
        table.onTheBanksScreen(),
        proof("an answer", MarkedQuestions.ASKED.getFirst().wireName()));
    add(role, "errors", Readings.file(screen.errors()), anything, proof("a refusal", "consent"));
  }

  private void databaseServer() {
    add(
        "postgresql",
        "log",
        Readings.file(layout.databaseLog()),
        and(anything, table.consent()),
        List.of(proof("its start", "database system is ready"), question));
  }

  /** What a role prints and tells its operator, and the files in its folder. */
  private void outputs(PartyId role, List<PlantedValue> forbidden, PlantedValue logged) {
    add(role, "log", Readings.file(layout.log(role)), forbidden, logged);
    management(role, "metrics", forbidden, proof("a metric", "heji_engine"));
    management(role, "health", forbidden, proof("a check", "\"checks\""));
    add(
        role,
        "files",
        Readings.folder(layout.role(role), List.of(CAPTURE)),
        forbidden,
        partyId(role));
  }

  private void management(
      PartyId role, String page, List<PlantedValue> forbidden, PlantedValue present) {
    URI address = URI.create("http://127.0.0.1:" + bringup.managementPort(role) + "/q/" + page);
    add(role, page, Readings.http(address), forbidden, present);
  }

  private void frames(
      PartyId role, List<PlantedValue> forbidden, Predicate<String> kinds, PlantedValue present) {
    add(role, "frames", Readings.capture(layout.capture(role), kinds), forbidden, present);
  }

  private void heap(PartyId role, List<PlantedValue> forbidden) {
    Path home = federation.layout().home();
    add(role, "heap", Readings.heap(bringup.pid(role), home), forbidden, partyId(role));
  }

  private void add(
      PartyId role,
      String kind,
      Place.Reading reading,
      List<PlantedValue> forbidden,
      PlantedValue... present) {
    add(role.value(), kind, reading, forbidden, List.of(present));
  }

  private void add(
      String role,
      String kind,
      Place.Reading reading,
      List<PlantedValue> forbidden,
      List<PlantedValue> present) {
    places.add(new Place(role, kind, reading, forbidden, present));
  }

  private static List<PlantedValue> and(List<PlantedValue> values, PlantedValue one) {
    return Stream.concat(values.stream(), Stream.of(one)).toList();
  }
}
