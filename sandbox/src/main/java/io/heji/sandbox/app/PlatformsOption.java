package io.heji.sandbox.app;

import io.heji.sandbox.federation.FederationOptions;
import picocli.CommandLine.Option;

/** How many platforms a command's federation has; {@link FederationOptions} checks it. */
final class PlatformsOption {
  @Option(
      names = "--platforms",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many platforms, 4 to 8 (default: 4).")
  private int platforms = FederationOptions.PLATFORMS_MIN;

  int count() {
    return platforms;
  }
}
