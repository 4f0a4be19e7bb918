package io.heji.sandbox.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What one question must wait for: writes that are durable before the next step, and
 * multiplications on a curve, counted from the code of each party. Parties that work at the same
 * time count once.
 *
 * <p>An ES256 signature counts as one multiplication and its verification as two; an agreement or a
 * key pair of X25519 as one. Hashing to the curve, decoding of points and everything symmetric
 * count as none.
 */
public record QueryPath(List<Step> steps) {
  private static final int SIGN = 1;
  private static final int VERIFY = 2;
  private static final int SEAL = 2;
  private static final int TOKENISERS = 2;

  /**
   * One step.
   *
   * @param tokenRound only where the token is not kept
   * @param inDelay within the agents' answer delay, which is taken off
   */
  public record Step(
      String party,
      String what,
      boolean tokenRound,
      boolean inDelay,
      int commits,
      int curveOperations) {}

  public QueryPath {
    steps = List.copyOf(steps);
  }

  /**
   * The steps of a question about one person. Documents are not among them: a bank's process
   * verifies and remembers them once, until they change.
   *
   * @param platforms that are summed
   */
  static QueryPath of(int platforms) {
    List<Step> steps = new ArrayList<>();
    tokenRound(steps);
    question(steps, platforms);
    return new QueryPath(steps);
  }

  private static void tokenRound(List<Step> steps) {
    steps.add(token("bank", "blinds", 0, 1));
    steps.add(token("bank", "signs request and access token", 0, 2 * SIGN));
    steps.add(token("gateway", "access token: verifies, accepts once", 1, VERIFY));
    steps.add(token("gateway", "request: verifies, accepts once", 1, VERIFY));
    steps.add(token("gateway", "charges the evaluation quota", 1, 0));
    steps.add(token("tokenisers", "request: verify, accept once", 1, VERIFY));
    steps.add(token("tokenisers", "charge the evaluation quota", 1, 0));
    steps.add(token("tokenisers", "evaluate", 0, 1));
    // M = d·C, Z = k·M, t2 = r·G, t3 = r·M.
    steps.add(token("tokenisers", "prove", 0, 4));
    // For each: M, Z, then two sums of two.
    steps.add(token("bank", "verifies each tokeniser's proof", 0, TOKENISERS * 6));
    steps.add(token("bank", "unblinds", 0, 1));
  }

  private static void question(List<Step> steps, int platforms) {
    steps.add(always("bank", "seals the token to each platform", 0, platforms * SEAL));
    steps.add(always("bank", "signs query and access token", 0, 2 * SIGN));
    steps.add(always("bank", "keeps the keys of the question", 1, 0));
    steps.add(always("gateway", "access token: verifies, accepts once", 1, VERIFY));
    steps.add(always("gateway", "query: verifies; accepts once, charges, records it", 1, VERIFY));
    steps.add(delayed("agents", "verify the query, charge the quota", 1, VERIFY));
    steps.add(delayed("agents", "open the sealed token", 0, 1));
    steps.add(delayed("agents", "agree on masks", 0, platforms - 1));
    steps.add(delayed("agents", "sign and record the answer and the pins", 1, SIGN));
    steps.add(always("gateway", "verifies each contribution", 0, platforms * VERIFY));
    steps.add(always("gateway", "signs the disclosure", 0, SIGN));
    steps.add(always("gateway", "records and keeps the answer", 1, 0));
    steps.add(always("bank", "verifies the disclosure", 0, VERIFY));
  }

  private static Step always(String party, String what, int commits, int curveOperations) {
    return new Step(party, what, false, false, commits, curveOperations);
  }

  private static Step token(String party, String what, int commits, int curveOperations) {
    return new Step(party, what, true, false, commits, curveOperations);
  }

  private static Step delayed(String party, String what, int commits, int curveOperations) {
    return new Step(party, what, false, true, commits, curveOperations);
  }

  /** Commits outside the answer delay. */
  int commits(boolean withTokenRound) {
    return steps.stream().filter(s -> counts(s, withTokenRound)).mapToInt(Step::commits).sum();
  }

  /** Of those commits, the ones before which the disk was idle for the answer delay. */
  int commitsAfterDelay(boolean withTokenRound) {
    boolean idle = false;
    int first = 0;
    for (Step step : steps) {
      idle |= step.inDelay();
      if (idle && counts(step, withTokenRound) && step.commits() > 0) {
        first++;
        idle = false;
      }
    }
    return first;
  }

  /** Multiplications outside the answer delay. */
  int curveOperations(boolean withTokenRound) {
    return steps.stream()
        .filter(s -> counts(s, withTokenRound))
        .mapToInt(Step::curveOperations)
        .sum();
  }

  private static boolean counts(Step step, boolean withTokenRound) {
    return !step.inDelay() && (withTokenRound || !step.tokenRound());
  }
}
