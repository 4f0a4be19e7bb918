package io.heji.sandbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The anchor: how many P-256 multiplications a second of processor time {@code openssl speed
 * ecdhp256} does on one core, measured whenever asked.
 */
final class OpensslSpeed {
  private static final int SECONDS = 1;
  private static final int TIMEOUT_SECONDS = 30;

  private OpensslSpeed() {}

  /** Empty where there is no {@code openssl} command. */
  static OptionalDouble multiplicationsPerSecond() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  List.of("openssl", "speed", "-seconds", Integer.toString(SECONDS), "ecdhp256"))
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return OptionalDouble.empty();
      }
      return read(output);
    } catch (IOException absent) {
      return OptionalDouble.empty();
    }
  }

  /** The last column of the last line: {@code 256 bits ecdh (nistp256) 0.0000s 28821.0}. */
  static OptionalDouble read(String output) {
    String last = "";
    for (String line : output.lines().toList()) {
      last = line.contains("ecdh") ? line.strip() : last;
    }
    String[] columns = last.split("\\s+", -1);
    try {
      double rate = Double.parseDouble(columns[columns.length - 1]);
      return rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty();
    } catch (NumberFormatException other) {
      return OptionalDouble.empty();
    }
  }
}
