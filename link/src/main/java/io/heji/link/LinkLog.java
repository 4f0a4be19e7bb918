package io.heji.link;

import org.jboss.logging.Logger;

/**
 * Everything the member's end of the link logs. Nothing here can take an identity, a token or an
 * amount.
 */
final class LinkLog {
  private static final Logger LOG = Logger.getLogger("io.heji.link");

  void connected(String host, int port) {
    LOG.infof("HEJI-LINK-1 connected to the gateway at %s:%d", host, port);
  }

  void lost(String why, long waitMillis) {
    LOG.warnf("HEJI-LINK-2 no link to the gateway (%s), dialling again in %d ms", why, waitMillis);
  }

  void handlerFailed(String frame, Throwable failure) {
    // The class alone: a message could have been built from what the frame carried.
    LOG.errorf("HEJI-LINK-3 handling of %s failed: %s", frame, failure.getClass().getName());
  }
}
