package io.heji.sandbox.federation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which federation to bring up.
 *
 * @param home the federation's folder
 * @param root the built tree whose applications are started
 * @param platforms how many platforms, {@value #PLATFORMS_MIN} to {@value #PLATFORMS_MAX}
 * @param accounts real accounts to load; generated ones where absent
 * @param seed decides the borrowers and where their accounts lie
 * @param scale how large it is
 */
public record FederationOptions(
    Path home, Path root, int platforms, Optional<Path> accounts, long seed, Scale scale) {
  public static final int PLATFORMS_MIN = 4;
  public static final int PLATFORMS_MAX = 8;

  private static final String GENERATOR = "L64X128MixRandom";

  public FederationOptions {
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
  }

  /** A federation as large as the demo's. */
  public FederationOptions(
      Path home, Path root, int platforms, Optional<Path> accounts, long seed) {
    this(home, root, platforms, accounts, seed, Scale.DEMO);
  }

  /** What the seed gives: the same each time it is asked for. */
  public RandomGenerator random() {
    return RandomGeneratorFactory.of(GENERATOR).create(seed);
  }
}
