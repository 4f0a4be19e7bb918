package io.heji.sandbox.federation;

import io.heji.sandbox.postgres.SandboxPostgres;
import io.heji.sandbox.process.HealthProbe;
import io.heji.sandbox.process.ProcessGroup;
import io.heji.sandbox.process.RoleProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The processes of a federation that is up, to kill and start again. */
public final class RunningProcesses {
  private static final Duration POLL = Duration.ofMillis(200);

  private final ProcessGroup processes;
  private final SandboxPostgres databaseServer;
  private final Path logs;

  RunningProcesses(ProcessGroup processes, SandboxPostgres databaseServer, Path logs) {
    this.processes = processes;
    this.databaseServer = databaseServer;
    this.logs = logs;
  }

  /** The names of the roles' processes: the party's id, or its id and a number. */
  public List<String> names() {
    return processes.roles().stream().map(RoleProcess::id).sorted().toList();
  }

  /** The names of the processes that have ended and were not started again. */
  public List<String> ended() {
    return processes.ended().stream().map(RoleProcess::id).sorted().toList();
  }

  /** Ends a process at once, as a power cut would. */
  public void kill(String name) throws InterruptedException {
    processes.kill(name);
  }

  /** Starts a process again that was killed. */
  public void restart(String name) throws IOException {
    processes.restart(name);
  }

  /**
   * Kills one of the database server's processes: the server ends all connections, recovers from
   * its log and goes on.
   */
  public void killDatabase(RandomGenerator random) throws IOException {
    List<ProcessHandle> workers = databaseServer.process().children().toList();
    if (!workers.isEmpty()) {
      boolean _ = workers.get(random.nextInt(workers.size())).destroyForcibly();
    }
  }

  /** Kills the database server's first process, and with it the databases of all parties. */
  public void killDatabaseServer() throws IOException, InterruptedException {
    databaseServer.kill();
  }

  /** Starts the database server again that was killed. */
  public void restartDatabaseServer() throws IOException {
    databaseServer.restart();
    processes.adopt(databaseServer.process());
  }

  /** Waits until every role is ready, starting again what has ended, as its operator would. */
  public void awaitReady() throws InterruptedException, IOException, SandboxFailedException {
    HealthProbe probe = new HealthProbe();
    StepTimer stall = new StepTimer(System::nanoTime);
    while (!allUp(probe)) {
      if (stall.sinceLap().compareTo(RolesAwaited.STALLED_AFTER) > 0) {
        throw new SandboxFailedException("not all roles are ready again; the logs are in " + logs);
      }
      var _ = processes.awaitCrash(POLL);
      for (RoleProcess ended : processes.ended()) {
        processes.restart(ended.id());
      }
    }
  }

  private boolean allUp(HealthProbe probe) throws InterruptedException {
    for (RoleProcess role : processes.roles()) {
      if (!probe.ask(role.managementPort()).up()) {
        return false;
      }
    }
    return true;
  }
}
