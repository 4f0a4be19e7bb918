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
import io.heji.sandbox.process.HealthProbe;
import io.heji.sandbox.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How fast a whole book is tokenised, end to end: one agent reads it from its platform's database,
 * has it evaluated by two tokenisers through the gateway, and writes its index. The first platform
 * has the book; the others have a handful of customers each.
 */
public final class IndexBench {
  private static final int ACCOUNTS = 40;

  private final FederationOptions options;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;
  private final HealthProbe probe = new HealthProbe();

  // Written and read by the one thread that brings the federation up.
  private @Nullable Sighting first;
  private @Nullable Sighting last;
  private @Nullable PartyProcesses processes;

  /** How far the agent was at a time, and what everybody had used by then. */
  private record Sighting(long nanoTime, long done, CpuTimes cpu) {}

  public IndexBench(
      FederationOptions options, Console console, InstantSource clock, Randomness randomness) {
    this.options = options;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** A federation whose first platform has so many customers beside a few borrowers. */
  public static Scale scale(long rows, int agentHeapMegabytes) {
    return new Scale(ACCOUNTS, rows, 0, agentHeapMegabytes, false, 0);
  }

  public IndexReport run() throws SandboxFailedException, InterruptedException {
    return new Sandbox(options, RosterPace.SHIPPED, console, clock, randomness, this::look)
        .run((federation, bringup, _) -> report(federation, bringup));
  }

  /** Between the first and the last sighting of a book that is under way. */
  private void look(Bringup bringup) throws InterruptedException {
    Cast cast = Cast.of(options.platforms());
    Readiness agent = probe.ask(bringup.managementPort(cast.platforms().getFirst().id()));
    Sighting before = last;
    if (agent.total() == 0 || (before != null && before.done() == agent.total())) {
      return;
    }
    try {
      PartyProcesses watched = processes == null ? new PartyProcesses(cast, bringup) : processes;
      processes = watched;
      Sighting now = new Sighting(System.nanoTime(), agent.done(), watched.cpu());
      first = first == null ? now : first;
      last = now;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private IndexReport report(RunningFederation federation, Bringup bringup)
      throws IOException, SandboxFailedException {
    Sighting begun = first;
    Sighting ended = last;
    if (begun == null || ended == null || ended.done() <= begun.done()) {
      throw new SandboxFailedException(
          "the book was tokenised before it could be watched; more --rows are needed");
    }
    return IndexReport.of(
        options.scale().registeredAtFirst() + federation.population().platforms().getFirst().size(),
        ended.done() - begun.done(),
        ended.nanoTime() - begun.nanoTime(),
        ended.cpu().since(begun.cpu()).without(PartyProcesses.BANK),
        new PartyProcesses(federation.cast(), bringup).peakKibibytes());
  }
}
