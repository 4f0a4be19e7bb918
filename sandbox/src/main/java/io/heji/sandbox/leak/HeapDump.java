package io.heji.sandbox.leak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes a heap dump of a live process by {@code jcmd}, garbage included. */
public final class HeapDump {
  private static final long WAIT_SECONDS = 120;

  private HeapDump() {}

  /** Writes the dump of a JVM of this user to a file that is not there yet. */
  public static void of(Path javaHome, long pid, Path file)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            javaHome.resolve("bin").resolve("jcmd").toString(),
            Long.toString(pid),
            "GC.heap_dump",
            "-all",
            file.toAbsolutePath().toString());
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!jcmd.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
      jcmd.destroyForcibly();
      throw new IOException("no heap dump of process " + pid + ": " + said);
    }
  }
}
