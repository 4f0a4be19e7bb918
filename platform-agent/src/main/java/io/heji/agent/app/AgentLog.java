package io.heji.agent.app;

import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.sign.Es256;
import io.heji.policy.adoption.Adopted;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import org.jboss.logging.Logger;

/**
 * Everything the agent logs. The parameter types show that no identity, token or amount can be
 * logged.
 */
final class AgentLog {
  private static final Logger LOG = Logger.getLogger("io.heji.agent");

  void started(PartyId platform) {
    LOG.infof("HEJI-AG-1 agent of %s started", platform);
  }

  void captureOn() {
    LOG.warn(
        "HEJI-AG-2 CAPTURE IS ON: what this process sees is written to a file. For the sandbox only.");
  }

  void adopted(long directory, long policy, long roster) {
    LOG.infof("HEJI-AG-3 adopted directory %d, policy %d, roster %d", directory, policy, roster);
  }

  void documentsRefused(ProblemType problem, String detail) {
    LOG.errorf("HEJI-AG-4 documents refused: %s: %s", problem.slug(), detail);
  }

  void bookComplete(long epoch, Completed completed) {
    LOG.infof(
        "HEJI-AG-5 book of epoch %d complete: %d customers, %d identity numbers refused",
        epoch, completed.customers(), completed.refused());
  }

  void bookFailed(String why) {
    LOG.warnf("HEJI-AG-6 the book could not be tokenised (%s), trying again", why);
  }

  void askRefused(ProblemType problem) {
    LOG.infof("HEJI-AG-7 ask refused: %s", problem.slug());
  }

  void keysDoNotFit(long epoch) {
    LOG.errorf(
        "HEJI-AG-8 the keys of epoch %d are missing or not those of the key statement", epoch);
  }

  void askFailed(Throwable failure) {
    // The class alone: a message could have been built from what was asked.
    LOG.errorf("HEJI-AG-9 an ask failed: %s", failure.getClass().getName());
  }

  void housekeepingFailed(Throwable failure) {
    LOG.warnf("HEJI-AG-10 housekeeping failed: %s", failure.getClass().getName());
  }

  void started(Adopted current) {
    LOG.infof(
        "HEJI-AG-11 announced roster %d has started: epoch %d",
        current.federation().roster().serial(), current.federation().roster().epoch());
  }

  void epochErased(long epoch) {
    LOG.infof("HEJI-AG-12 keys of epoch %d are erased: the epoch has ended", epoch);
  }

  /** Names what computes in the group, and why nothing faster does: then it is a warning. */
  void engine(ChosenEngine chosen) {
    boolean slower = chosen.isFallback() || Es256.isFallback();
    Logger.Level level = slower ? Logger.Level.WARN : Logger.Level.INFO;
    LOG.logf(
        level,
        "HEJI-AG-13 group engine: %s; signatures: %s",
        chosen.description(),
        Es256.description());
  }
}
