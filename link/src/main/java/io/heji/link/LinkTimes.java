package io.heji.link;

import java.time.Duration;

/**
 * The waits of one client, so that a test need not wait as long as a deployment.
 *
 * @param heartbeat how often each end says that it is alive
 * @param reconnectMin the first wait before dialling again
 * @param reconnectMax the longest wait before dialling again
 * @param stable how long a connection must have lasted for the waits to start anew
 * @param evaluation how long an asker waits for an evaluation result
 */
record LinkTimes(
    Duration heartbeat,
    Duration reconnectMin,
    Duration reconnectMax,
    Duration stable,
    Duration evaluation) {
  /** Those of {@link LinkLimits}. */
  static final LinkTimes STANDARD =
      new LinkTimes(
          LinkLimits.HEARTBEAT,
          LinkLimits.RECONNECT_MIN,
          LinkLimits.RECONNECT_MAX,
          LinkLimits.STABLE_AFTER,
          LinkLimits.EVALUATION_TIMEOUT);
}
