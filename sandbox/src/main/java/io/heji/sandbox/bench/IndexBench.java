package io.heji.sandbox.bench;

import io.heji.crypto.Randomness;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
import io.heji.sandbox.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How fast a whole book is tokenised, end to end: one agent reads it from its platform's database,
 * has it evaluated by two tokenisers through the gateway, and writes its index. The first platform
 * has the book; the others have a handful of customers each. Before and after, on the idle machine,
 * what all parties must compute is measured by itself.
 */
public final class IndexBench {
  private static final int ACCOUNTS = 40;
  private static final long BULK_NANOS = Duration.ofSeconds(2).toNanos();

  private final FederationOptions options;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;

  // Used by the one thread that brings the federation up.
  private final BookWatch book = new BookWatch();
  private @Nullable PartyProcesses processes;

  /** What came out of the federation, before it is compared. */
  private record Outcome(
      long rows, IndexReport.Part whole, IndexReport.Part warm, SortedMap<String, Long> peaks) {}

  public IndexBench(
      FederationOptions options, Console console, InstantSource clock, Randomness randomness) {
    this.options = options;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** A federation whose first platform has so many customers beside a few borrowers. */
  public static Scale scale(long rows, int agentHeapMegabytes) {
    return new Scale(ACCOUNTS, rows, 0, agentHeapMegabytes, false, 0, 0);
  }

  /** Measures; once for each bench. */
  public IndexReport run() throws SandboxFailedException, InterruptedException {
    BulkWork before = bulk();
    Outcome outcome =
        new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness, this::look)
            .run((federation, bringup, _) -> outcome(federation, bringup));
    return new IndexReport(
        outcome.rows(), outcome.whole(), outcome.warm(), before, bulk(), outcome.peaks());
  }

  private BulkWork bulk() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    console.line("  measuring the parties' bulk work, cores: " + cores);
    return BulkWork.measure(cores, BULK_NANOS, randomness);
  }

  private void look(Bringup bringup, Map<String, Readiness> said) {
    Cast cast = Cast.of(options.platforms());
    Readiness agent =
        said.getOrDefault(cast.platforms().getFirst().id().value(), Readiness.NOT_ANSWERING);
    if (agent.total() == 0 || book.isComplete(agent.total())) {
      return;
    }
    try {
      PartyProcesses watched = processes == null ? new PartyProcesses(cast, bringup) : processes;
      processes = watched;
      book.saw(new BookWatch.Sighting(System.nanoTime(), agent.done(), watched.cpu()));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private Outcome outcome(RunningFederation federation, Bringup bringup)
      throws IOException, SandboxFailedException {
    Optional<BookWatch.Stretch> whole = book.whole();
    Optional<BookWatch.Stretch> warm = book.warm();
    if (whole.isEmpty() || warm.isEmpty()) {
      throw new SandboxFailedException(
          "the book was tokenised before it could be watched; more --rows are needed");
    }
    return new Outcome(
        options.scale().registeredAtFirst() + federation.population().platforms().getFirst().size(),
        IndexReport.Part.of(whole.get()),
        IndexReport.Part.of(warm.get()),
        new PartyProcesses(federation.cast(), bringup).peakKibibytes());
  }
}
