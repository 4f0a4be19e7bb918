package io.heji.gateway.app;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.gateway.roster.RosterKeeper;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.OnceStore;
import io.heji.store.QuotaStore;
import io.heji.store.StoreFailedException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts the gateway, or refuses to on doubt: documents that do not verify, a directory whose
 * gateway this is not, a key that is not the directory's.
 */
@Singleton
public class GatewayStart {
  private final GatewayLog log = new GatewayLog();
  private final ReentrantLock looking = new ReentrantLock();

  // Guarded by looking.
  private String lastFault = "";

  void start(
      @Observes StartupEvent event,
      AdoptedDocuments documents,
      RosterKeeper rosters,
      GatewayIdentity identity,
      InstantSource clock,
      LinkListener listener,
      Vertx vertx,
      OnceStore once,
      QuotaStore quotas,
      DisclosureArchive archive,
      DecisionLog decisions)
      throws IOException, RefusedException {
    rosters.look().forEach(log::rosterIssued);
    Federation federation = documents.require().federation();
    requireOwnKey(federation, identity);
    listener.start();
    vertx.setPeriodic(
        GatewayLimits.HOUSEKEEPING.toMillis(),
        _ ->
            Thread.ofVirtual()
                .start(() -> forget(once, quotas, archive, documents, clock.instant())));
    vertx.setPeriodic(
        GatewayLimits.QUERY_ENDS_WITHIN.toMillis(),
        _ -> Thread.ofVirtual().start(() -> closeInterrupted(decisions, clock.instant())));
    closeInterrupted(decisions, clock.instant());
    vertx.setPeriodic(
        GatewayLimits.ROSTER_LOOK.toMillis(), _ -> Thread.ofVirtual().start(() -> look(rosters)));
    log.started(
        identity.id(),
        federation.directoryRef().serial(),
        federation.policyRef().serial(),
        federation.rosterRef().serial());
  }

  /** One look at a time; a look that takes longer than the period makes the next one wait. */
  private void look(RosterKeeper rosters) {
    if (!looking.tryLock()) {
      return;
    }
    try {
      rosters.look().forEach(log::rosterIssued);
      lastFault = "";
    } catch (RefusedException refused) {
      if (isNews(refused.type() + refused.detail())) {
        log.documentsRefused(refused);
      }
    } catch (IOException | RuntimeException failed) {
      if (isNews(failed.getClass().getName())) {
        log.internalFailure("a look at the documents", failed);
      }
    } finally {
      looking.unlock();
    }
  }

  /** A fault that lasts is told once, not every second. */
  private boolean isNews(String fault) {
    boolean news = !fault.equals(lastFault);
    lastFault = fault;
    return news;
  }

  private static void requireOwnKey(Federation federation, GatewayIdentity identity) {
    boolean own =
        federation.gateway().id().equals(identity.id())
            && federation
                .gateway()
                .key(KeyUse.SIGNING)
                .filter(key -> key.kid().equals(identity.kid()))
                .map(DirectoryKey::key)
                .filter(identity.signing().publicKey()::equals)
                .isPresent();
    if (!own) {
      throw new IllegalStateException(
          "heji.party.id and heji.keys.directory are not those of the directory's gateway");
    }
  }

  /**
   * Queries that an earlier run left without an outcome get one, so that the record is complete.
   */
  private void closeInterrupted(DecisionLog decisions, Instant now) {
    try {
      int closed = decisions.closeInterrupted(now.minus(GatewayLimits.QUERY_ENDS_WITHIN), now);
      if (closed > 0) {
        log.interruptedQueries(closed);
      }
    } catch (StoreFailedException later) {
      log.internalFailure("closing interrupted queries", later);
    }
  }

  private void forget(
      OnceStore once,
      QuotaStore quotas,
      DisclosureArchive archive,
      AdoptedDocuments documents,
      Instant now) {
    try {
      once.forgetExpired(now);
      quotas.forgetEnded(now, documents.epochsInUse(now));
      documents
          .current()
          .ifPresent(a -> archive.forgetBefore(now.minus(a.policy().disclosureRetention())));
    } catch (StoreFailedException later) {
      log.internalFailure("housekeeping", later);
    }
  }
}
