package io.heji.gateway.identity;

import io.heji.protocol.document.PartyId;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call of a bank or platform that is open: until it is closed and every member that was asked for
 * it has answered or was given up. A question that ends with the first refusal is open as long as
 * the other members work on it. Thread-safe.
 */
public final class OpenCall implements AutoCloseable {
  private final PartyId caller;
  private final Runnable ended;
  // The call itself, and each group of calls to members that is not at its end.
  private final AtomicInteger holders = new AtomicInteger(1);

  OpenCall(PartyId caller, Runnable ended) {
    this.caller = caller;
    this.ended = ended;
  }

  /** Whose call it is. */
  public PartyId caller() {
    return caller;
  }

  /** Stays open until all of these have ended, each in whatever way. */
  public void lastsUntil(Collection<? extends CompletableFuture<?>> calls) {
    holders.incrementAndGet();
    var _ =
        CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
            .whenComplete((_, _) -> letGo());
  }

  @Override
  public void close() {
    letGo();
  }

  private void letGo() {
    if (holders.decrementAndGet() == 0) {
      ended.run();
    }
  }
}
