package io.heji.sandbox.bench;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.federation.Bringup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The processes of a federation, as the operating system counts their time and memory. The kernel
 * counts CPU time in hundredths of a second, so only many questions together tell.
 */
final class PartyProcesses {
  /** The one server in which every role and every platform has its database. */
  static final String DATABASE = "database";

  /** This program. */
  static final String BANK = "bank";

  private static final String PEAK_MEMORY = "VmHWM:";

  private final Map<String, ProcessHandle> roles = new LinkedHashMap<>();
  private final ProcessHandle databaseServer;
  private final Map<Long, Duration> databaseWorkers = new HashMap<>();

  PartyProcesses(Cast cast, Bringup bringup) throws IOException {
    add(Cast.GATEWAY.id(), bringup);
    for (Cast.Member tokeniser : Cast.TOKENISERS) {
      add(tokeniser.id(), bringup);
    }
    for (Cast.Member platform : cast.platforms()) {
      add(platform.id(), bringup);
    }
    this.databaseServer = bringup.databaseServer();
  }

  private void add(PartyId role, Bringup bringup) throws IOException {
    ProcessHandle process =
        ProcessHandle.of(bringup.pid(role))
            .orElseThrow(() -> new IOException("the process of `" + role + "` is gone"));
    roles.put(role.value(), process);
  }

  /** What each has used since it started. */
  CpuTimes cpu() {
    Map<String, Duration> times = new LinkedHashMap<>();
    roles.forEach((party, process) -> times.put(party, cpuOf(process)));
    times.put(BANK, cpuOf(ProcessHandle.current()));
    // A worker that has ended keeps what it had when it was last seen.
    databaseServer
        .descendants()
        .forEach(worker -> databaseWorkers.put(worker.pid(), cpuOf(worker)));
    times.put(
        DATABASE, databaseWorkers.values().stream().reduce(cpuOf(databaseServer), Duration::plus));
    return new CpuTimes(times);
  }

  private static Duration cpuOf(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The most memory that each role's process had resident, in kibibytes; none where unknown. */
  SortedMap<String, Long> peakKibibytes() throws IOException {
    SortedMap<String, Long> peaks = new TreeMap<>();
    for (Map.Entry<String, ProcessHandle> role : roles.entrySet()) {
      Path status = Path.of("/proc", Long.toString(role.getValue().pid()), "status");
      if (Files.isReadable(status)) {
        peaks.put(role.getKey(), peakKibibytes(Files.readString(status, StandardCharsets.UTF_8)));
      }
    }
    return peaks;
  }

  /** The high-water mark in a text of proc(5)'s {@code status}. */
  static long peakKibibytes(String status) throws IOException {
    for (String line : status.lines().toList()) {
      if (line.startsWith(PEAK_MEMORY)) {
        return Long.parseLong(line.substring(PEAK_MEMORY.length()).replace("kB", "").strip());
      }
    }
    throw new IOException("the system does not tell how much memory a process had");
  }
}
