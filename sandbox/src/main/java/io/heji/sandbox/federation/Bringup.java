package io.heji.sandbox.federation;

import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Cast.Member;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.platform.PlatformLoader;
import io.heji.sandbox.platform.PlatformSchema;
import io.heji.sandbox.population.Account;
import io.heji.sandbox.population.AccountsFile;
import io.heji.sandbox.population.AccountsFile.MalformedAccountsException;
import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.GeneratedAccounts;
import io.heji.sandbox.population.Population;
import io.heji.sandbox.population.PopulationMaker;
import io.heji.sandbox.population.RegisteredCustomers;
import io.heji.sandbox.postgres.DatabaseAccess;
import io.heji.sandbox.postgres.SandboxPostgres;
import io.heji.sandbox.process.ProcessGroup;
import io.heji.sandbox.process.Readiness;
import io.heji.sandbox.process.RoleLaunch;
import io.heji.sandbox.process.RoleProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a federation up, step by step, telling the console of each. {@link #close()} ends
 * everything that was started, whatever state it is in.
 */
public final class Bringup implements AutoCloseable {
  private final Watch watch;
  private final FederationOptions options;
  private final RosterPace pace;
  private final FederationHome home;
  private final Console console;
  private final StepTimer timer;
  private final InstantSource clock;
  private final Randomness randomness;
  private final ProcessGroup processes;
  private @Nullable RoleLaunches launches;
  private @Nullable SandboxPostgres postgres;

  /** Told again and again while processes start and agents tokenise. */
  @FunctionalInterface
  public interface Watch {
    /** Somebody who does not look. */
    Watch NOBODY = (_, _) -> {};

    /**
     * Once more.
     *
     * @param said what each role said when it was asked last, by its id
     */
    void look(Bringup bringup, Map<String, Readiness> said);

    /** Where a platform's agent dials: the gateway's own port, or somebody in between. */
    default int dialledPort(PartyId platform, int gatewayPort) throws IOException {
      return gatewayPort;
    }
  }

  public Bringup(
      FederationOptions options,
      RosterPace pace,
      FederationHome home,
      Console console,
      StepTimer timer,
      InstantSource clock,
      Randomness randomness) {
    this(options, pace, home, console, timer, clock, randomness, Watch.NOBODY);
  }

  /** The same, with somebody who looks on. */
  Bringup(
      FederationOptions options,
      RosterPace pace,
      FederationHome home,
      Console console,
      StepTimer timer,
      InstantSource clock,
      Randomness randomness,
      Watch watch) {
    this.watch = watch;
    this.options = options;
    this.pace = pace;
    this.home = home;
    this.console = console;
    this.timer = timer;
    this.clock = clock;
    this.randomness = randomness;
    this.processes =
        new ProcessGroup(Path.of(System.getProperty("java.home")), home.logs(), home.register());
  }

  public RunningFederation run()
      throws IOException,
          SQLException,
          GeneralSecurityException,
          MalformedAccountsException,
          InterruptedException,
          SandboxFailedException {
    Cast cast = Cast.of(options.platforms());
    FederationLayout layout = new FederationLayout(home.root());
    Population population = population();
    console.step(
        String.format(
            Locale.ROOT,
            "made up %,d borrowers with %,d loans on %d platforms",
            population.borrowers().size(),
            population.loans(),
            options.platforms()),
        timer.lap());

    SandboxPostgres server =
        SandboxPostgres.start(
            home.root().resolve("postgres"),
            layout.databaseLog(),
            options.scale().marked() > 0,
            randomness);
    postgres = server;
    processes.adopt(server.process());
    console.step("PostgreSQL is up (fsync on)", timer.lap());

    int members = Cast.TOKENISERS.size() + cast.platforms().size();
    List<Integer> ports = Ports.free(3 + members + options.scale().agentsBeside());
    int apiPort = ports.get(0);
    int linkPort = ports.get(1);
    new Ceremony(
            layout,
            cast,
            pace,
            options.scale().declaredBooks(cast, population),
            clock.instant(),
            randomness)
        .run(URI.create("https://localhost:" + apiPort));
    console.step(
        "certificates, keys, directory and policy signed by 2 of 3 regulators, key statements,"
            + " roster",
        timer.lap());

    RoleLaunches prepared = new RoleLaunches(options.root(), layout, pace, options.scale(), server);
    launches = prepared;
    List<RoleLaunch> commands = new ArrayList<>();
    Iterator<Integer> management = ports.subList(2, ports.size()).iterator();
    commands.add(prepared.gateway(apiPort, linkPort, management.next()));
    for (Member tokeniser : Cast.TOKENISERS) {
      commands.add(prepared.tokeniser(tokeniser, linkPort, management.next()));
    }
    List<PlatformBooks> books = new ArrayList<>();
    for (int i = 0; i < cast.platforms().size(); i++) {
      Member platform = cast.platforms().get(i);
      DatabaseAccess owner = server.create(RoleLaunches.databaseName(platform.id()) + "_books");
      DatabaseAccess reader = server.createReader(owner);
      PlatformSchema schema = PlatformSchema.ofPlatform(i);
      books.add(new PlatformBooks(platform, schema, owner, reader));
      int dialled = watch.dialledPort(platform.id(), linkPort);
      commands.add(prepared.agent(books.getLast(), dialled, management.next()));
    }
    console.step("a database of its own for every role and every platform", timer.lap());
    load(population, books);
    List<RoleProcess> roles = new ArrayList<>();
    for (RoleLaunch launch : commands) {
      roles.add(processes.start(launch));
    }
    await(roles);
    startBeside(prepared, books, linkPort, management);
    return new RunningFederation(layout, cast, population, books);
  }

  private Population population() throws IOException, MalformedAccountsException {
    RandomGenerator random = options.random();
    List<Account> accounts =
        options.accounts().isPresent()
            ? AccountsFile.read(options.accounts().get())
            : GeneratedAccounts.of(options.scale().accounts(), random);
    LocalDate today = LocalDate.ofInstant(clock.instant(), Ceremony.TIME_ZONE);
    return new PopulationMaker(accounts, options.platforms(), today, random)
        .make(options.scale().marked());
  }

  private void load(Population population, List<PlatformBooks> books) throws SQLException {
    long total = 0;
    for (int i = 0; i < books.size(); i++) {
      total += PlatformLoader.rows(books.get(i).schema(), population.platforms().get(i));
      total += options.scale().registeredAt(i);
    }
    long rows = total;
    AtomicLong done = new AtomicLong();
    LongConsumer progress =
        loaded -> console.progress("loading the platforms' books", done.addAndGet(loaded), rows);
    for (int i = 0; i < books.size(); i++) {
      PlatformBooks own = books.get(i);
      List<Customer> borrowers = population.platforms().get(i);
      PlatformLoader.load(own.owner(), own.schema(), borrowers, progress);
      PlatformLoader.register(
          own.owner(),
          own.schema(),
          new RegisteredCustomers(borrowers.size() + 1, options.scale().registeredAt(i)),
          progress);
    }
    console.step(
        String.format(
            Locale.ROOT,
            "loaded %,d rows into %d platform databases of %d different schemas",
            rows,
            books.size(),
            Math.min(books.size(), PlatformSchema.KINDS)),
        timer.lap());
  }

  private void await(List<RoleProcess> roles) throws InterruptedException, SandboxFailedException {
    RolesAwaited awaited =
        new RolesAwaited(processes, roles, said -> watch.look(this, said), console, home.logs());
    awaited.started();
    console.step(
        roles.size() + " processes are up: gateway, tokenisers, one agent at each platform",
        timer.lap());
    long tokenised = awaited.ready();
    console.step(
        String.format(
            Locale.ROOT,
            "the agents tokenised their %,d customers through both tokenisers",
            tokenised),
        timer.lap());
  }

  /**
   * Starts the second agents: they find the book in the index of the first, and an idle process is
   * asked at once when the link of the other breaks.
   */
  private void startBeside(
      RoleLaunches prepared, List<PlatformBooks> books, int linkPort, Iterator<Integer> management)
      throws IOException, InterruptedException, SandboxFailedException {
    int beside = options.scale().agentsBeside();
    if (beside == 0) {
      return;
    }
    for (PlatformBooks own : books.reversed().subList(0, beside)) {
      processes.start(prepared.agentBeside(own, linkPort, management.next()));
    }
    running().awaitReady();
    console.step(
        beside + " more processes are up: a second agent at as many platforms", timer.lap());
  }

  /** A role's own database. */
  public DatabaseAccess database(PartyId party) {
    if (launches == null) {
      throw new IllegalStateException("the federation was not brought up");
    }
    return launches.database(party);
  }

  /** Waits for a role to end; empty when {@link #close()} ended them. */
  public Optional<RoleProcess> awaitCrash() throws InterruptedException {
    return processes.awaitCrash();
  }

  /** The process of a role, as the operating system numbers it. */
  public long pid(PartyId role) {
    return processes.role(role.value()).pid();
  }

  /** The database server's first process, whose children do its work. */
  public ProcessHandle databaseServer() throws IOException {
    return postgres().process();
  }

  private SandboxPostgres postgres() {
    if (postgres == null) {
      throw new IllegalStateException("the federation was not brought up");
    }
    return postgres;
  }

  /** Where a role answers health questions. */
  public int managementPort(PartyId role) {
    return processes.role(role.value()).managementPort();
  }

  /** The processes of all roles and of the database, to kill and start again. */
  public RunningProcesses running() {
    return new RunningProcesses(processes, postgres(), home.logs());
  }

  /** Ends everything also when the program is told to end. */
  public void endWithTheProgram() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endQuietly));
  }

  private void endQuietly() {
    try {
      close();
    } catch (IOException already) {
      // The program is ending; the next run on this home ends what is left.
    }
  }

  @Override
  public void close() throws IOException {
    processes.endRoles();
    try {
      if (postgres != null) {
        postgres.close();
      }
    } finally {
      processes.close();
    }
  }
}
