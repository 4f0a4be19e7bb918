package io.heji.sandbox.federation;

import io.heji.sandbox.process.HealthProbe;
import io.heji.sandbox.process.ProcessGroup;
import io.heji.sandbox.process.Readiness;
import io.heji.sandbox.process.RoleProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Waits until roles have started, and until their agents have tokenised. Who is ready is not asked
 * again before the end: each answer costs a role some milliseconds, which the others want.
 */
final class RolesAwaited {
  /** How long roles may take to start, and agents to tokenise, without any progress. */
  static final Duration STALLED_AFTER = Duration.ofMinutes(4);

  private static final Duration POLL = Duration.ofMillis(200);

  private final ProcessGroup processes;
  private final List<RoleProcess> roles;
  private final Consumer<Map<String, Readiness>> watch;
  private final Console console;
  private final Path logs;
  private final HealthProbe probe = new HealthProbe();
  private final Map<String, Readiness> said = new HashMap<>();

  /**
   * Asks nobody yet.
   *
   * @param watch told again and again what roles said when they were asked last, by their ids
   */
  RolesAwaited(
      ProcessGroup processes,
      List<RoleProcess> roles,
      Consumer<Map<String, Readiness>> watch,
      Console console,
      Path logs) {
    this.processes = processes;
    this.roles = List.copyOf(roles);
    this.watch = watch;
    this.console = console;
    this.logs = logs;
  }

  /** Waits until each role answers, ready or not. */
  void started() throws InterruptedException, SandboxFailedException {
    List<RoleProcess> silent = new ArrayList<>(roles);
    StepTimer stall = new StepTimer(System::nanoTime);
    while (!silent.isEmpty()) {
      ask(silent);
      if (silent.removeIf(role -> !said(role).equals(Readiness.NOT_ANSWERING))) {
        stall.lap();
      }
      console.progress("starting processes", (long) roles.size() - silent.size(), roles.size());
      pause(stall);
    }
  }

  /**
   * Waits until each role is ready.
   *
   * @return how many customers the agents have tokenised
   */
  long ready() throws InterruptedException, SandboxFailedException {
    StepTimer stall = new StepTimer(System::nanoTime);
    long before = -1;
    ask(roles);
    while (true) {
      List<RoleProcess> waiting = roles.stream().filter(role -> !said(role).up()).toList();
      long done = said.values().stream().mapToLong(Readiness::done).sum();
      if (done > before) {
        before = done;
        stall.lap();
      }
      console.progress(
          "agents tokenise", done, said.values().stream().mapToLong(Readiness::total).sum());
      if (waiting.isEmpty() && areAllStillUp()) {
        watch.accept(said);
        return done;
      }
      pause(stall);
      ask(waiting);
    }
  }

  private boolean areAllStillUp() throws InterruptedException {
    ask(roles);
    return roles.stream().allMatch(role -> said(role).up());
  }

  private Readiness said(RoleProcess role) {
    return said.getOrDefault(role.id(), Readiness.NOT_ANSWERING);
  }

  private void ask(List<RoleProcess> some) throws InterruptedException {
    for (RoleProcess role : some) {
      said.put(role.id(), probe.ask(role.managementPort()));
    }
  }

  /** Waits before roles are asked again; fails at once when one of them has ended. */
  private void pause(StepTimer sinceProgress) throws InterruptedException, SandboxFailedException {
    watch.accept(said);
    Optional<RoleProcess> crashed = processes.awaitCrash(POLL);
    if (crashed.isPresent()) {
      throw new SandboxFailedException(
          crashed.get().id() + " has ended; its log is " + crashed.get().log());
    }
    if (sinceProgress.sinceLap().compareTo(STALLED_AFTER) > 0) {
      throw new SandboxFailedException("no progress; the logs are in " + logs);
    }
  }
}
