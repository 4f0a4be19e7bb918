package io.heji.tokeniser.app;

import io.heji.crypto.Randomness;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.link.LinkClient;
import io.heji.link.LinkSettings;
import io.heji.link.LinkTls;
import io.heji.link.capture.WireCapture;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.EpochFolders;
import io.heji.store.OnceStore;
import io.heji.store.QuotaStore;
import io.heji.store.SerialMemoryStore;
import io.heji.store.StoreFailedException;
import io.heji.tokeniser.evaluation.Evaluator;
import io.heji.tokeniser.evaluation.KeyShares;
import io.heji.tokeniser.quota.EvaluationQuota;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Puts the tokeniser together, dials, and hangs up at the end. Refuses to start on doubt. */
@ApplicationScoped
public class TokeniserProcess {
  /** How often messages are forgotten that nobody accepts any more. */
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  /** How often it is looked whether an announced roster has started. */
  private static final Duration TIME_LOOK = Duration.ofSeconds(1);

  private final TokeniserConfig config;
  private final Vertx vertx;
  private final OnceStore once;
  private final QuotaStore quotas;
  private final SerialMemoryStore serials;
  private final MeterRegistry metrics;
  private final InstantSource clock = InstantSource.system();
  private final TokeniserLog log = new TokeniserLog();

  // Set once at the start; health may be asked for before.
  private volatile @Nullable Running running;

  /** What runs once the process has started. */
  record Running(
      LinkClient link, TokeniserLink handler, AdoptedDocuments documents, KeyShares shares) {}

  TokeniserProcess(
      TokeniserConfig config,
      Vertx vertx,
      OnceStore once,
      QuotaStore quotas,
      SerialMemoryStore serials,
      MeterRegistry metrics) {
    this.config = config;
    this.vertx = vertx;
    this.once = once;
    this.quotas = quotas;
    this.serials = serials;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event)
      throws IOException, RefusedException, EngineUnavailableException {
    ChosenEngine engine =
        GroupEngines.choose(config.engine().name(), GroupEngines.cores(config.engine().cores()));
    log.engine(engine.description());
    Gauge.builder("heji.engine", () -> 1)
        .tag("name", engine.engine().name())
        .description("which engine computes in the group")
        .register(metrics);
    PartyId self = new PartyId(config.party().id());
    Randomness randomness = Randomness.of(new SecureRandom());
    AdoptedDocuments documents = new AdoptedDocuments(regulators(), serials);
    KeyShares shares = new KeyShares(keyFolder());
    Evaluator evaluator =
        new Evaluator(
            self,
            documents,
            shares,
            once,
            new EvaluationQuota(quotas),
            new Voprf(engine.engine()),
            randomness,
            clock);
    TokeniserLink handler = new TokeniserLink(self, documents, shares, evaluator, clock, metrics);
    LinkSettings settings =
        new LinkSettings(self, config.gateway().host(), config.gateway().port(), tls());
    config.capture().file().ifPresent(log::captureIsOn);
    WireCapture capture = WireCapture.to(config.capture().file(), System::nanoTime);
    LinkClient link = new LinkClient(vertx, settings, handler, randomness, capture);
    running = new Running(link, handler, documents, shares);
    vertx.setPeriodic(FORGET_EVERY.toMillis(), _ -> Thread.startVirtualThread(this::forget));
    vertx.setPeriodic(
        TIME_LOOK.toMillis(), _ -> Thread.startVirtualThread(() -> lookAtTheTime(documents)));
    link.start();
  }

  void stop(@Observes ShutdownEvent event) {
    Running present = running;
    if (present != null) {
      present.link().close();
    }
  }

  /** What runs, or null before the start. */
  @Nullable Running running() {
    return running;
  }

  private PinnedRegulators regulators() throws IOException, RefusedException {
    return PinnedRegulators.fromJson(Files.readString(config.federation().regulators()));
  }

  private Path keyFolder() throws IOException {
    Path folder = config.keys().directory();
    if (!Files.isDirectory(folder)) {
      throw new IOException("`heji.keys.directory` must be a folder: " + folder);
    }
    return folder;
  }

  private LinkTls tls() throws IOException {
    TokeniserConfig.Tls tls = config.tls();
    // Read here so that a key that others can use stops the start, not the first connection.
    SecretFile.readText(tls.key());
    for (Path certificate : List.of(tls.certificate(), tls.ca())) {
      if (!Files.isReadable(certificate)) {
        throw new IOException("certificate cannot be read: " + certificate);
      }
    }
    return new LinkTls(tls.certificate(), tls.key(), tls.ca());
  }

  private void forget() {
    try {
      once.forgetExpired(clock.instant());
      Running present = running;
      if (present != null) {
        forgetEnded(present);
      }
    } catch (StoreFailedException | IOException failure) {
      log.forgettingFailed(failure);
    }
  }

  private void forgetEnded(Running present) throws IOException {
    SortedSet<Long> inUse = present.documents().epochsInUse(clock.instant());
    quotas.forgetEnded(clock.instant(), inUse);
    if (!inUse.isEmpty()) {
      present.shares().forgetBefore(inUse.first());
      for (long erased : new EpochFolders(keyFolder()).eraseBefore(inUse.first())) {
        log.epochErased(erased);
      }
    }
  }

  private void lookAtTheTime(AdoptedDocuments documents) {
    try {
      documents.advance(clock.instant());
    } catch (StoreFailedException failure) {
      log.forgettingFailed(failure);
    }
  }
}
