package io.heji.gateway.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.gateway.identity.AccessTokens;
import io.heji.gateway.identity.BankRequests;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.member.Links;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.gateway.query.QueryCoordinator;
import io.heji.gateway.roster.DocumentFolder;
import io.heji.gateway.roster.IssuedRosters;
import io.heji.gateway.roster.Presence;
import io.heji.gateway.roster.RosterKeeper;
import io.heji.gateway.roster.RosterTerms;
import io.heji.gateway.token.EvaluationRelay;
import io.heji.link.capture.WireCapture;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.adoption.SerialMemory;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.OnceRegister;
import io.heji.store.QuotaLedger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/**
 * Puts the gateway together: the plain parts, with the clock, randomness, keys and stores of
 * production.
 */
@Singleton
public class GatewayBeans {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Randomness randomness() {
    return Randomness.of(new SecureRandom());
  }

  @Produces
  @Singleton
  WireCapture capture(GatewayConfig config) throws IOException {
    if (config.capture().file().isPresent()) {
      new GatewayLog().captureOn();
    }
    return WireCapture.to(config.capture().file(), System::nanoTime);
  }

  @Produces
  @Singleton
  ChosenEngine engine(GatewayConfig config, MeterRegistry metrics)
      throws EngineUnavailableException {
    ChosenEngine chosen =
        GroupEngines.choose(config.engine().name(), GroupEngines.cores(config.engine().cores()));
    new GatewayLog().engine(chosen);
    Gauge.builder("heji.engine", () -> 1)
        .tag("name", chosen.engine().name())
        .description("which engine computes in the group")
        .register(metrics);
    return chosen;
  }

  @Produces
  @Singleton
  PinnedRegulators regulators(GatewayConfig config) throws IOException, RefusedException {
    return PinnedRegulators.fromJson(
        Files.readString(config.federation().regulators(), StandardCharsets.UTF_8));
  }

  @Produces
  @Singleton
  AdoptedDocuments documents(PinnedRegulators regulators, SerialMemory memory) {
    return new AdoptedDocuments(regulators, memory);
  }

  @Produces
  @Singleton
  RosterKeeper rosters(
      GatewayConfig config,
      IssuedRosters issued,
      AdoptedDocuments documents,
      PinnedRegulators regulators,
      GatewayIdentity identity,
      Links links,
      InstantSource clock) {
    return new RosterKeeper(
        () -> DocumentFolder.read(config.documents().directory()),
        issued,
        documents,
        regulators,
        identity,
        new RosterTerms(config.roster().absence(), config.roster().announcement()),
        presence(links),
        links::push,
        clock,
        new GatewayLog());
  }

  private static Presence presence(Links links) {
    return new Presence() {
      @Override
      public Set<PartyId> linked() {
        return links.linked();
      }

      @Override
      public Set<PartyId> ready(long epoch) {
        return links.ready(epoch);
      }
    };
  }

  @Produces
  @Singleton
  GatewayIdentity identity(GatewayConfig config) throws IOException, CryptoException {
    PartyId id = new PartyId(config.party().id());
    Path keys = config.keys().directory();
    Es256PrivateKey signing =
        Es256PrivateKey.fromPem(SecretFile.readText(keys.resolve("signing.pem")));
    return new GatewayIdentity(
        id, id + "-signing-1", signing, SecretFile.read(keys.resolve("consent.key")));
  }

  @Produces
  @Singleton
  Links links() {
    return new Links(System::nanoTime);
  }

  @Produces
  @Singleton
  AccessTokens accessTokens(AdoptedDocuments documents, OnceRegister once, InstantSource clock) {
    return new AccessTokens(documents, once, clock);
  }

  @Produces
  @Singleton
  OpenCalls openCalls() {
    return new OpenCalls();
  }

  @Produces
  @Singleton
  BankRequests bankRequests(AccessTokens accessTokens, OpenCalls openCalls, WireCapture capture) {
    return new BankRequests(accessTokens, openCalls, capture);
  }

  @Produces
  @Singleton
  EvaluationRelay relay(
      AdoptedDocuments documents,
      OnceRegister once,
      QuotaLedger quotas,
      Links links,
      InstantSource clock,
      ChosenEngine engine) {
    return new EvaluationRelay(documents, once, quotas, links, engine.engine()::decode, clock);
  }

  @Produces
  @Singleton
  QueryCoordinator coordinator(
      AdoptedDocuments documents,
      QuotaLedger quotas,
      DecisionLog log,
      DisclosureArchive archive,
      Links links,
      GatewayIdentity identity,
      Randomness randomness,
      InstantSource clock) {
    return new QueryCoordinator(
        documents, quotas, log, archive, links, identity, randomness, clock);
  }
}
