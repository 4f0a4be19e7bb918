package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Randomness;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Twelve rounds of {@code ./heji crash}: every kind of round. */
class CrashIT {
  private static final int ROUNDS = 12;

  @Test
  void nothingIsLostDoubledOrWrongWhenProcessesAreKilledUnderLoad() throws Exception {
    StringWriter told = new StringWriter();

    boolean right =
        new CrashRun(
                Path.of("target", "crash-it"),
                Path.of(".."),
                4,
                7,
                ROUNDS,
                InstantSource.system(),
                Randomness.of(new SecureRandom()))
            .run(false, new PrintWriter(told));

    assertThat(right).as(told.toString()).isTrue();
    assertThat(told.toString()).contains("nothing lost, nothing doubled, nothing wrong");
  }
}
