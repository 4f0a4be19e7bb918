package io.heji.gateway.app;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.gateway.roster.DocumentFolder;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.OnceStore;
import io.heji.store.StoreFailedException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Starts the gateway, or refuses to on doubt: documents that do not verify, a directory whose
 * gateway this is not, a key that is not the directory's.
 */
@Singleton
public class GatewayStart {
  private final GatewayLog log = new GatewayLog();

  void start(
      @Observes StartupEvent event,
      GatewayConfig config,
      AdoptedDocuments documents,
      GatewayIdentity identity,
      InstantSource clock,
      LinkListener listener,
      Vertx vertx,
      OnceStore once,
      DisclosureArchive archive)
      throws IOException, RefusedException {
    Adopted adopted =
        documents.adopt(DocumentFolder.read(config.documents().directory()), clock.instant());
    Federation federation = adopted.federation();
    requireOwnKey(federation, identity);
    listener.start();
    vertx.setPeriodic(
        GatewayLimits.HOUSEKEEPING.toMillis(),
        _ -> Thread.ofVirtual().start(() -> forget(once, archive, adopted, clock.instant())));
    log.started(
        identity.id(),
        federation.directoryRef().serial(),
        federation.policyRef().serial(),
        federation.rosterRef().serial());
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

  private void forget(OnceStore once, DisclosureArchive archive, Adopted adopted, Instant now) {
    try {
      once.forgetExpired(now);
      archive.forgetBefore(now.minus(adopted.policy().disclosureRetention()));
    } catch (StoreFailedException later) {
      log.internalFailure("housekeeping", later);
    }
  }
}
