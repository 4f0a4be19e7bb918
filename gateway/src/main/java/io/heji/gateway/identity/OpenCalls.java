package io.heji.gateway.identity;

import io.heji.gateway.GatewayLimits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many calls each caller has open, so that one caller never takes the links to the members, or
 * the gateway's own places, from the others. Thread-safe.
 */
public final class OpenCalls {
  // Grows to the parties of the directory: who is not known to be one does not come this far.
  private final Map<PartyId, Semaphore> places = new ConcurrentHashMap<>();

  /**
   * Opens a call of a bank or platform; closed by whoever opened it.
   *
   * @throws RefusedException {@code too-busy} when the caller has as many open as it may have
   */
  public OpenCall open(PartyId caller) throws RefusedException {
    Semaphore own =
        places.computeIfAbsent(caller, _ -> new Semaphore(GatewayLimits.OPEN_CALLS_PER_CALLER_MAX));
    if (!own.tryAcquire()) {
      throw new RefusedException(
          ProblemType.TOO_BUSY, "too many of the caller's questions or evaluations are open");
    }
    return new OpenCall(caller, own::release);
  }
}
