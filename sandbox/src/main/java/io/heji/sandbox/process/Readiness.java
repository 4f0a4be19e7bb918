package io.heji.sandbox.process;

/**
 * What a role's readiness endpoint said.
 *
 * @param up it takes work
 * @param done customers tokenised so far, 0 where the role has no index
 * @param total customers to tokenise, 0 where the role has no index or does not know yet
 */
public record Readiness(boolean up, long done, long total) {
  /** Nothing answered on the port yet. */
  public static final Readiness NOT_ANSWERING = new Readiness(false, 0, 0);
}
