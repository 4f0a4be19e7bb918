package io.heji.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Randomness;
import io.heji.sandbox.federation.FederationHome;
import io.heji.sandbox.federation.FederationOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole federation as processes of their own, one walk-through, and both banks checked against
 * plain SQL.
 */
class DemoIT {
  private static final int CHECKED = 48;

  @Test
  void answersEveryKindOfBorrowerAsPlainSqlPredicts(@TempDir Path folder) throws Exception {
    StringWriter told = new StringWriter();
    Path home = folder.resolve("home");
    DemoOptions options =
        new DemoOptions(
            new FederationOptions(home, Path.of(".."), 4, Optional.empty(), 3), CHECKED, true);

    boolean right =
        new Demo(
                options,
                InstantSource.system(),
                Randomness.of(new SecureRandom()),
                new PrintWriter(told),
                false)
            .run();

    assertThat(right).as(told.toString()).isTrue();
    assertThat(told.toString())
        .contains("checked " + CHECKED + " borrowers: " + CHECKED * 14 + " equal, 0 different")
        .contains("right, within the stated bound");
    assertThat(home.resolve("processes")).doesNotExist();
  }

  @Test
  void refusesAFolderThatHoldsAnythingElse(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> FederationHome.open(folder)).hasMessageContaining("no demo made");
    assertThat(folder.resolve("thesis.txt")).exists();
  }

  @Test
  void refusesASecondDemoOnTheSameHome(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("home");
    try (FederationHome first = FederationHome.open(home)) {
      assertThat(first.leftovers()).isZero();
      assertThatThrownBy(() -> FederationHome.open(home)).hasMessageContaining("already running");
    }
  }
}
