package io.heji.sandbox.demo;

import io.heji.sandbox.federation.FederationOptions;

/**
 * What the user asked of the demo.
 *
 * @param federation which federation to bring up
 * @param check how many borrowers to compare with plain SQL, 0 for none
 * @param once end after the walk-through instead of staying up
 */
public record DemoOptions(FederationOptions federation, int check, boolean once) {
  /** So that a mistyped number does not run for days. */
  public static final int CHECK_MAX = 100_000;

  public DemoOptions {
    if (check < 0 || check > CHECK_MAX) {
      throw new IllegalArgumentException(
          "--check wants 0 to " + CHECK_MAX + ", got `" + check + "`");
    }
  }
}
