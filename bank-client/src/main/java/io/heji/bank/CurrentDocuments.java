package io.heji.bank;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.store.DocumentMemory;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a question goes by: fetched, verified, never older than any that this bank has
 * seen. For a moment they serve the next questions too; the same ones are verified once.
 * Thread-safe.
 */
final class CurrentDocuments {
  private final GatewayApi gateway;
  private final PinnedRegulators regulators;
  private final DocumentMemory memory;
  private final InstantSource clock;
  // Of any thread: two that fetch at the same time come to the same.
  private volatile @Nullable Held held;

  /**
   * @param serves further questions; not after a refusal
   */
  private record Held(Federation federation, Instant fetchedAt, boolean serves) {}

  CurrentDocuments(
      GatewayApi gateway, PinnedRegulators regulators, DocumentMemory memory, InstantSource clock) {
    this.gateway = gateway;
    this.regulators = regulators;
    this.memory = memory;
    this.clock = clock;
  }

  /** Those fetched last, if that was within {@link BankLimits#DOCUMENTS_SERVE_MAX}. */
  Optional<Federation> stillCurrent() throws IOException {
    Held last = held;
    Instant now = clock.instant();
    if (last == null
        || !last.serves()
        || now.isBefore(last.fetchedAt())
        || now.isAfter(last.fetchedAt().plus(BankLimits.DOCUMENTS_SERVE_MAX))) {
      return Optional.empty();
    }
    try {
      last.federation().requireValid(now);
      adopt(last.federation());
      return Optional.of(last.federation());
    } catch (RefusedException expiredOrSurpassed) {
      // Another process of this bank may have seen newer ones.
      return Optional.empty();
    }
  }

  /** The next question fetches. */
  void doubt() {
    Held last = held;
    if (last != null) {
      held = new Held(last.federation(), last.fetchedAt(), false);
    }
  }

  /** Asks the gateway for its documents now. */
  Federation fetch()
      throws GatewayUnreachableException, NotVerifiedException, IOException, RefusedException {
    Instant now = clock.instant();
    Federation federation = verifiedOnce(gateway.documents(), now);
    try {
      adopt(federation);
    } catch (RefusedException rollback) {
      throw new NotVerifiedException(rollback);
    }
    held = new Held(federation, now, true);
    return federation;
  }

  private void adopt(Federation federation) throws RefusedException, IOException {
    memory.adopt(federation.directoryRef(), federation.policyRef(), federation.rosterRef());
  }

  /** Signatures that held once hold, as long as nothing has expired. */
  private Federation verifiedOnce(SignedDocuments documents, Instant now)
      throws NotVerifiedException {
    Held last = held;
    if (last == null || !last.federation().documents().equals(documents)) {
      return verified(documents, now);
    }
    try {
      last.federation().requireValid(now);
      return last.federation();
    } catch (RefusedException expired) {
      throw new NotVerifiedException(expired);
    }
  }

  /** Documents as of a time, without a look at what this bank has seen since. */
  Federation verified(SignedDocuments documents, Instant then) throws NotVerifiedException {
    try {
      return Federation.verify(documents, regulators, then);
    } catch (RefusedException check) {
      throw new NotVerifiedException(check);
    }
  }
}
