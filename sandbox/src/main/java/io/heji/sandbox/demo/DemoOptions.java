package io.heji.sandbox.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What the user asked of the demo.
 *
 * @param home the federation's folder
 * @param root the built tree whose applications are started
 * @param platforms how many platforms, {@value #PLATFORMS_MIN} to {@value #PLATFORMS_MAX}
 * @param accounts real accounts to load; generated ones where absent
 * @param seed decides the borrowers and where their accounts lie
 * @param check how many borrowers to compare with plain SQL, 0 for none
 * @param once end after the walk-through instead of staying up
 */
public record DemoOptions(
    Path home,
    Path root,
    int platforms,
    Optional<Path> accounts,
    long seed,
    int check,
    boolean once) {
  public static final int PLATFORMS_MIN = 4;
  public static final int PLATFORMS_MAX = 8;

  /** So that a mistyped number does not run for days. */
  public static final int CHECK_MAX = 100_000;

  private static final String GENERATOR = "L64X128MixRandom";

  public DemoOptions {
    // Processes start in folders of their own, so a relative path would mean another place there.
    root = root.toAbsolutePath().normalize();
    if (platforms < PLATFORMS_MIN || platforms > PLATFORMS_MAX) {
      throw new IllegalArgumentException(
          "--platforms wants "
              + PLATFORMS_MIN
              + " to "
              + PLATFORMS_MAX
              + ", got `"
              + platforms
              + "`");
    }
    if (check < 0 || check > CHECK_MAX) {
      throw new IllegalArgumentException(
          "--check wants 0 to " + CHECK_MAX + ", got `" + check + "`");
    }
  }

  /** What the seed gives: the same each time it is asked for. */
  RandomGenerator random() {
    return RandomGeneratorFactory.of(GENERATOR).create(seed);
  }
}
