package io.heji.sandbox.leak;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.StepTimer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A hunt from bringing a federation up to the report. */
public final class LeaksRun {
  private final FederationOptions options;
  private final List<PlantedValue> extra;
  private final Optional<Path> plant;
  private final InstantSource clock;
  private final Randomness randomness;

  /**
   * A run.
   *
   * @param extra what is searched everywhere beside the marked people
   * @param plant a file below the federation's folder into which an identity is written first, to
   *     see it found
   */
  public LeaksRun(
      FederationOptions options,
      List<PlantedValue> extra,
      Optional<Path> plant,
      InstantSource clock,
      Randomness randomness) {
    this.options = options;
    this.extra = List.copyOf(extra);
    this.plant = plant.map(file -> belowHome(options.home(), file));
    this.clock = clock;
    this.randomness = randomness;
  }

  private static Path belowHome(Path home, Path file) {
    Path root = home.toAbsolutePath().normalize();
    Path whole = root.resolve(file).normalize();
    if (!whole.startsWith(root) || whole.equals(root)) {
      throw new IllegalArgumentException(
          "--plant wants a file below the federation's folder, such as logs/gateway.log");
    }
    return whole;
  }

  public LeakReport run(Console console) throws SandboxFailedException, InterruptedException {
    return new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness)
        .run((federation, bringup, timer) -> hunt(federation, bringup, timer, console));
  }

  private LeakReport hunt(
      RunningFederation federation, Bringup bringup, StepTimer timer, Console console)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException,
          SandboxFailedException {
    try (BankDesk desk =
        new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness)) {
      BookTotals books = BookTotals.read(federation.books(), clock);
      MarkedQuestions.People people = new MarkedQuestions(federation, desk, books).ask();
      BankScreen screen = BankScreen.of(federation, people);
      console.step("a bank asked about " + people.count() + " marked people", timer.lap());
      if (plant.isPresent()) {
        plant(plant.get(), people);
        console.step("planted an identity, to see it found", timer.lap());
      }
      List<Place> places = FederationPlaces.of(federation, bringup, people, extra, screen);
      console.title("Searching " + places.size() + " places for what may not be there");
      console.line(LeakReport.head());
      LeakReport report = LeakHunt.through(places, place -> console.line(place.row()));
      console.blank();
      report.summary(console::line);
      return report;
    }
  }

  private static void plant(Path file, MarkedQuestions.People people) throws IOException {
    Files.writeString(
        file,
        people.all().getFirst().identity() + "\n",
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
