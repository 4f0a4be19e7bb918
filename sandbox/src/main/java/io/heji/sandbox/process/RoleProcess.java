package io.heji.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One role, running as a process of its own. Its output goes to a log file. */
public final class RoleProcess {
  private final RoleLaunch launch;
  private final Process process;
  private final Path log;

  private RoleProcess(RoleLaunch launch, Process process, Path log) {
    this.launch = launch;
    this.process = process;
    this.log = log;
  }

  static RoleProcess start(RoleLaunch launch, Path javaHome, Path logs) throws IOException {
    Files.createDirectories(logs);
    Path log = logs.resolve(launch.id() + ".log");
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(launch.jvmOptions());
    command.add("-jar");
    command.add(launch.application().toString());
    Process process =
        new ProcessBuilder(command)
            .directory(launch.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // Nothing is ever written to it: a role must not wait for a terminal.
    process.getOutputStream().close();
    return new RoleProcess(launch, process, log);
  }

  public String id() {
    return launch.id();
  }

  public int managementPort() {
    return launch.managementPort();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where its output is. */
  public Path log() {
    return log;
  }

  RoleLaunch launch() {
    return launch;
  }

  /** Kills it and waits until it is gone. */
  void killed() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Runs the action once, when the process ends for whatever reason. */
  void whenEnded(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }
}
