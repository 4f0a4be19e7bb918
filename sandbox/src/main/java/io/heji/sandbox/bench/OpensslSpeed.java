package io.heji.sandbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The time of one multiplication on P-256 by the machine's own OpenSSL: what {@code openssl speed
 * ecdhp256} measures.
 */
final class OpensslSpeed {
  private static final long WAIT_MAX_SECONDS = 30;
  private static final double MICROS_PER_SECOND = 1_000_000;

  private OpensslSpeed() {}

  /**
   * Microseconds of processor time, measured for a second, which is the least that {@code openssl
   * speed} does; empty where there is no openssl.
   */
  static OptionalDouble micros() throws InterruptedException {
    return parse(output("openssl", "speed", "-seconds", "1", "ecdhp256"));
  }

  /** The same by the clock: a machine with other work shows. */
  static OptionalDouble clockMicros() throws InterruptedException {
    return parse(output("openssl", "speed", "-elapsed", "-seconds", "1", "ecdhp256"));
  }

  /** What {@code openssl version} prints; empty where there is no openssl. */
  static String version() throws InterruptedException {
    return output("openssl", "version").strip();
  }

  /** What a command prints, which is little; empty where it is not installed or hangs. */
  private static String output(String... command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException notInstalled) {
      return "";
    }
    try {
      return process.waitFor(WAIT_MAX_SECONDS, TimeUnit.SECONDS)
          ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          : "";
    } catch (IOException unreadable) {
      return "";
    } finally {
      process.destroy();
    }
  }

  /** From the last column of the line about ECDH: operations a second. */
  static OptionalDouble parse(String output) {
    for (String line : output.lines().toList()) {
      String[] columns = line.strip().split("\\s+", -1);
      if (line.toLowerCase(Locale.ROOT).contains("nistp256") && line.contains("ecdh")) {
        try {
          double perSecond = Double.parseDouble(columns[columns.length - 1]);
          if (perSecond > 0) {
            return OptionalDouble.of(MICROS_PER_SECOND / perSecond);
          }
        } catch (NumberFormatException otherForm) {
          return OptionalDouble.empty();
        }
      }
    }
    return OptionalDouble.empty();
  }
}
