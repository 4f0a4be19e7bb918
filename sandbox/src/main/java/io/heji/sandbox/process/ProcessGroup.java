package io.heji.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All processes one demo started. {@link #close()} ends every one of them, whatever state it is in.
 *
 * <p>Each start is written to a register file first, so that after a demo that was killed the next
 * one on the same home finds and ends what was left behind. The register is trusted: who can write
 * it can have this user's processes stopped, if pid and start time fit.
 */
public final class ProcessGroup implements AutoCloseable {
  /** How long a process may take to end by itself. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final Path javaHome;
  private final Path logs;
  private final Path register;
  private final List<RoleProcess> running = new ArrayList<>();
  private final List<ProcessHandle> adopted = new ArrayList<>();
  private boolean closed;

  public ProcessGroup(Path javaHome, Path logs, Path register) {
    this.javaHome = javaHome;
    this.logs = logs;
    this.register = register;
  }

  /** Starts a role; after {@link #close()} nothing is started any more. */
  public synchronized RoleProcess start(RoleLaunch launch) throws IOException {
    if (closed) {
      throw new IOException("the demo is ending");
    }
    RoleProcess started = RoleProcess.start(launch, javaHome, logs);
    running.add(started);
    started.whenEnded(this::wake);
    record(started.handle());
    return started;
  }

  /**
   * Takes over a process that something else started, such as the database server: it ends last.
   */
  public synchronized void adopt(ProcessHandle handle) throws IOException {
    adopted.add(handle);
    record(handle);
  }

  /** Ends the roles and leaves what was adopted running, so that it can be ended in its own way. */
  public synchronized void endRoles() {
    closed = true;
    wake();
    end(running.stream().map(RoleProcess::handle).toList());
    running.clear();
  }

  /** Ends a role at once, with no chance to finish anything, and waits until it is gone. */
  public void kill(String id) throws InterruptedException {
    role(id).killed();
  }

  /** Starts a role again that was killed, with the same launch. */
  public synchronized RoleProcess restart(String id) throws IOException {
    RoleProcess before = role(id);
    running.remove(before);
    return start(before.launch());
  }

  /** The role of this id, running or not. */
  public synchronized RoleProcess role(String id) {
    return running.stream()
        .filter(role -> role.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no role `" + id + "` was started"));
  }

  /** The first role that has ended although nobody asked it to. */
  public synchronized Optional<RoleProcess> crashed() {
    return ended().stream().findFirst();
  }

  /** All roles, running or not. */
  public synchronized List<RoleProcess> roles() {
    return List.copyOf(running);
  }

  /** The roles that have ended. */
  public synchronized List<RoleProcess> ended() {
    return running.stream().filter(role -> !role.isAlive()).toList();
  }

  /** Waits so long, shorter when a role ends meanwhile, and says which has ended unasked. */
  public synchronized Optional<RoleProcess> awaitCrash(Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    Optional<RoleProcess> crashed = crashed();
    while (crashed.isEmpty() && !closed && deadline - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      crashed = crashed();
    }
    return crashed;
  }

  /** Waits until a role ends. Empty when the group itself was ended. */
  public synchronized Optional<RoleProcess> awaitCrash() throws InterruptedException {
    Optional<RoleProcess> crashed = crashed();
    while (crashed.isEmpty() && !closed) {
      wait();
      crashed = crashed();
    }
    return crashed;
  }

  private synchronized void wake() {
    notifyAll();
  }

  private void record(ProcessHandle handle) throws IOException {
    Files.writeString(
        register,
        handle.pid() + " " + startOf(handle) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static long startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
  }

  /** Ends what an earlier demo on this home left running. Returns how many there were. */
  public static int endLeftovers(Path register) throws IOException {
    if (!Files.exists(register)) {
      return 0;
    }
    List<ProcessHandle> left = new ArrayList<>();
    for (String line : Files.readAllLines(register, StandardCharsets.UTF_8)) {
      String[] words = line.split(" ", -1);
      if (words.length != 2) {
        continue;
      }
      long startedAt = Long.parseLong(words[1]);
      ProcessHandle.of(Long.parseLong(words[0]))
          .filter(handle -> startedAt >= 0 && startOf(handle) == startedAt)
          .ifPresent(left::add);
    }
    end(left);
    Files.delete(register);
    return left.size();
  }

  private static void end(List<ProcessHandle> handles) {
    handles.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ProcessHandle handle : handles) {
      try {
        handle.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException stubborn) {
        handle.destroyForcibly();
      } catch (InterruptedException interrupted) {
        handle.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public synchronized void close() {
    endRoles();
    end(adopted);
    adopted.clear();
    try {
      Files.deleteIfExists(register);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
