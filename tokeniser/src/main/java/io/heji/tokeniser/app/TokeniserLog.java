package io.heji.tokeniser.app;

import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.sign.Es256;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Everything the tokeniser logs beside its link. The parameters can take no identity, element,
 * token or key.
 */
final class TokeniserLog {
  private static final Logger LOG = Logger.getLogger("io.heji.tokeniser");

  void adopted(DocumentRef directory, DocumentRef policy, DocumentRef roster) {
    LOG.infof(
        "HEJI-TOK-1 adopted directory %d, policy %d, roster %d",
        directory.serial(), policy.serial(), roster.serial());
  }

  void documentsRefused(RefusedException refused) {
    LOG.errorf(
        "HEJI-TOK-2 the gateway's documents are refused (%s): %s",
        refused.type().slug(), refused.detail());
  }

  void shareRefused(RefusedException refused) {
    LOG.errorf("HEJI-TOK-3 no evaluation until this is mended: %s", refused.detail());
  }

  void refused(ProblemType type) {
    LOG.infof("HEJI-TOK-4 evaluation refused: %s", type.slug());
  }

  void failed(Throwable failure) {
    // The class alone: a message could have been built from what the request carried.
    LOG.errorf("HEJI-TOK-5 evaluation failed: %s", failure.getClass().getName());
  }

  void captureIsOn(Path file) {
    LOG.warnf(
        "HEJI-TOK-6 EVERY FRAME IS RECORDED in %s: this is for the sandbox, never for a deployment",
        file);
  }

  void forgettingFailed(Throwable failure) {
    LOG.warnf("HEJI-TOK-7 expired messages are not forgotten: %s", failure.getClass().getName());
  }

  void epochErased(long epoch) {
    LOG.infof("HEJI-TOK-8 the share of epoch %d is erased: the epoch has ended", epoch);
  }

  /** Names what computes in the group, and why nothing faster does: then it is a warning. */
  void engine(ChosenEngine chosen) {
    boolean slower = chosen.isFallback() || Es256.isFallback();
    Logger.Level level = slower ? Logger.Level.WARN : Logger.Level.INFO;
    LOG.logf(
        level,
        "HEJI-TOK-9 group engine: %s; signatures: %s",
        chosen.description(),
        Es256.description());
  }
}
