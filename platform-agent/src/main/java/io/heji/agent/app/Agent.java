package io.heji.agent.app;

import io.heji.agent.AgentLimits;
import io.heji.agent.contribution.AnsweredContributions;
import io.heji.agent.contribution.AnsweredStore;
import io.heji.agent.contribution.ContributionMaker;
import io.heji.agent.contribution.EpochSecrets;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndexStore;
import io.heji.agent.query.AskHandler;
import io.heji.agent.source.Mapping;
import io.heji.agent.source.MappingException;
import io.heji.agent.source.MappingReader;
import io.heji.agent.source.PlatformSource;
import io.heji.agent.token.BookProgress;
import io.heji.agent.token.BookTokenisation;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.link.LinkClient;
import io.heji.link.LinkSettings;
import io.heji.link.LinkTls;
import io.heji.link.capture.WireCapture;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.adoption.SerialMemory;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.EpochFolders;
import io.heji.store.QuotaStore;
import io.heji.store.StoreFailedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent together and starts it: the plain parts, with the clock, randomness, keys and
 * databases of production.
 */
@Singleton
public class Agent {
  /** How often it is looked whether an announced roster has started. */
  static final Duration TIME_LOOK = Duration.ofSeconds(1);

  private final AgentLog log = new AgentLog();
  private final BookProgress progress = new BookProgress();
  private final InstantSource clock = InstantSource.system();
  private final Randomness randomness = Randomness.of(new SecureRandom());

  // Set once at start, before the link can deliver anything.
  private @Nullable LinkClient link;
  private @Nullable AdoptedDocuments documents;
  private @Nullable BookKeeper books;
  private @Nullable PartyId self;
  private @Nullable Path keys;

  void start(
      @Observes StartupEvent event,
      AgentConfig config,
      Vertx vertx,
      Pool ownDatabase,
      SerialMemory memory,
      QuotaStore quotas,
      MeterRegistry metrics)
      throws IOException,
          EngineUnavailableException,
          RefusedException,
          CryptoException,
          MappingException {
    PartyId party = new PartyId(config.party().id());
    Path keyFolder = config.keys().directory();
    self = party;
    keys = keyFolder;
    WireCapture capture = WireCapture.to(config.capture().file(), System::nanoTime);
    if (capture.isOn()) {
      log.captureOn();
    }
    ChosenEngine engine =
        GroupEngines.choose(config.engine().name(), GroupEngines.cores(config.engine().cores()));
    log.engine(engine);
    Gauge.builder("heji.engine", () -> 1)
        .tag("name", engine.engine().name())
        .description("which engine computes in the group")
        .register(metrics);
    Es256PrivateKey signing =
        Es256PrivateKey.fromPem(SecretFile.readText(keyFolder.resolve("signing.pem")));
    AdoptedDocuments adopted = new AdoptedDocuments(regulators(config), memory);
    documents = adopted;
    Pool platformDatabase =
        PlatformDatabase.pool(config.source(), AgentLimits.SOURCE_SILENCE_MAX, vertx);
    PlatformSource source = PlatformSource.of(mapping(config), platformDatabase);
    SecretBytes localKey = SecretFile.read(keyFolder.resolve("index.key"));
    CustomerIndex index = new CustomerIndexStore(ownDatabase, localKey);
    AnsweredContributions answered = new AnsweredStore(ownDatabase);
    Housekeeping housekeeping =
        new Housekeeping(
            adopted, answered, index, quotas::forgetEnded, new EpochFolders(keyFolder), log);
    BookTokenisation tokenisation =
        new BookTokenisation(
            source,
            index,
            new LinkEvaluations(this::link),
            new Voprf(engine.engine()),
            party,
            party + "-signing-1",
            signing,
            randomness,
            clock,
            progress);
    BookKeeper keeper =
        new BookKeeper(
            tokenisation::run,
            () -> wanted(adopted),
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()),
            Thread::sleep,
            epoch -> link().ready(epoch));
    books = keeper;
    AskHandler asks =
        new AskHandler(
            party,
            adopted,
            quotas,
            answered,
            index,
            source,
            new PersonKeys(localKey),
            new ContributionMaker(party, signing, randomness),
            this::secrets,
            new CapturedAsk(capture),
            new MeteredWaiting(metrics),
            clock);
    LinkClient client =
        new LinkClient(
            vertx,
            new LinkSettings(party, config.gateway().host(), config.gateway().port(), tls(config)),
            new AgentMember(adopted, asks, keeper::adopted, clock),
            randomness,
            capture);
    link = client;
    client.start();
    vertx.setPeriodic(
        AgentLimits.HOUSEKEEPING.toMillis(),
        _ -> Thread.ofVirtual().start(() -> housekeeping.run(clock.instant())));
    vertx.setPeriodic(
        TIME_LOOK.toMillis(), _ -> Thread.ofVirtual().start(() -> lookAtTheTime(adopted)));
    log.started(party);
  }

  void stop(@Observes ShutdownEvent event) {
    if (link != null) {
      link.close();
    }
  }

  private static PinnedRegulators regulators(AgentConfig config)
      throws IOException, RefusedException {
    return PinnedRegulators.fromJson(
        Files.readString(config.federation().regulators(), StandardCharsets.UTF_8));
  }

  private static Mapping mapping(AgentConfig config) throws IOException, MappingException {
    return MappingReader.read(Files.readString(config.source().mapping(), StandardCharsets.UTF_8));
  }

  private static LinkTls tls(AgentConfig config) {
    return new LinkTls(config.tls().certificate(), config.tls().key(), config.tls().ca());
  }

  private LinkClient link() {
    if (link == null) {
      throw new IllegalStateException("bug: the link is used before it is started");
    }
    return link;
  }

  /** The epoch's own private keys, if they are there and are those of the own key statement. */
  private EpochSecrets secrets(Federation federation) throws RefusedException {
    long epoch = federation.roster().epoch();
    try {
      if (keys != null && self != null) {
        EpochSecrets secrets = EpochSecrets.read(keys, epoch);
        if (secrets.belongTo(federation.platformKeys(self))) {
          return secrets;
        }
      }
    } catch (IOException | CryptoException missing) {
      // Refused below.
    }
    log.keysDoNotFit(epoch);
    throw new RefusedException(
        ProblemType.MEMBER_UNAVAILABLE, "the platform has no keys for this epoch");
  }

  /** The current epoch's book first, then that of an announced epoch. */
  private static List<Federation> wanted(AdoptedDocuments adopted) {
    return Stream.of(adopted.current(), adopted.announced())
        .flatMap(Optional::stream)
        .map(Adopted::federation)
        .toList();
  }

  private void lookAtTheTime(AdoptedDocuments adopted) {
    try {
      if (adopted.advance(clock.instant())) {
        adopted.current().ifPresent(log::started);
      }
    } catch (StoreFailedException later) {
      log.housekeepingFailed(later);
    }
  }

  /** What readiness says. */
  record State(boolean linked, boolean adopted, boolean complete, long done, long total) {}

  State state() {
    Optional<Long> epoch =
        documents == null
            ? Optional.empty()
            : documents.current().map(a -> a.federation().roster().epoch());
    boolean complete = books != null && epoch.filter(books::isComplete).isPresent();
    return new State(
        link != null && link.connected(),
        epoch.isPresent(),
        complete,
        progress.done(),
        progress.total());
  }
}
