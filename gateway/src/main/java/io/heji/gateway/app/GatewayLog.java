package io.heji.gateway.app;

import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.sign.Es256;
import io.heji.gateway.roster.RosterLog;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.problem.RefusedException;
import org.jboss.logging.Logger;

/**
 * Everything the gateway logs. The parameter types show that no identity, token or amount can be
 * logged.
 */
public final class GatewayLog implements RosterLog {
  private static final Logger LOG = Logger.getLogger("io.heji.gateway");

  public void started(PartyId gateway, long directory, long policy, long roster) {
    LOG.infof(
        "HEJI-GW-1 gateway %s started: directory %d, policy %d, roster %d",
        gateway, directory, policy, roster);
  }

  public void captureOn() {
    LOG.warn(
        "HEJI-GW-2 CAPTURE IS ON: what this process sees is written to a file. For the sandbox only.");
  }

  public void memberConnected(PartyId member) {
    LOG.infof("HEJI-GW-3 %s connected", member);
  }

  public void memberGone(PartyId member) {
    LOG.infof("HEJI-GW-4 %s disconnected", member);
  }

  public void memberRefused(String why) {
    LOG.warnf("HEJI-GW-5 a connection to the link is refused: %s", why);
  }

  public void internalFailure(String where, Throwable failure) {
    // The class alone: a message could have been built from what was sent.
    LOG.errorf("HEJI-GW-6 %s failed: %s", where, failure.getClass().getName());
  }

  public void interruptedQueries(int closed) {
    LOG.warnf("HEJI-GW-9 %d queries were interrupted by an earlier end of the gateway", closed);
  }

  public void rosterIssued(Roster roster) {
    LOG.infof(
        "HEJI-GW-7 roster %d issued: epoch %d, %d platforms, from %s: %s",
        roster.serial(), roster.epoch(), roster.members().size(), roster.from(), roster.reason());
  }

  public void documentsRefused(RefusedException refused) {
    LOG.errorf(
        "HEJI-GW-8 the documents in the folder are refused: %s: %s",
        refused.type().slug(), refused.detail());
  }

  /** Names what computes in the group, and why nothing faster does: then it is a warning. */
  void engine(ChosenEngine chosen) {
    boolean slower = chosen.isFallback() || Es256.isFallback();
    Logger.Level level = slower ? Logger.Level.WARN : Logger.Level.INFO;
    LOG.logf(
        level,
        "HEJI-GW-10 group engine: %s; signatures: %s",
        chosen.description(),
        Es256.description());
  }

  @Override
  public void leftOut(PartyId party, String why) {
    LOG.warnf("HEJI-GW-11 %s cannot be on the next roster: %s", party, why);
  }

  @Override
  public void keyStatementRefused(String why) {
    LOG.warnf("HEJI-GW-12 a key statement in the folder is passed over: %s", why);
  }

  @Override
  public void recordedRosterUnreadable(long serial, String why) {
    LOG.errorf("HEJI-GW-13 the recorded roster %d is passed over: %s", serial, why);
  }

  public void memberStuck(PartyId member) {
    LOG.warnf("HEJI-GW-14 %s does not read what it is sent: its link is closed", member);
  }
}
