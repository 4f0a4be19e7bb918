package io.heji.sandbox.ceremony;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretFile;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.member.epoch.EpochKeyFolder;
import io.heji.member.epoch.NewEpoch;
import io.heji.member.epoch.StatementFolder;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.sandbox.ceremony.Cast.Member;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes every tokeniser's and platform's keys of one epoch, and puts their signed statements into
 * the gateway's folder. In a real federation each party does its part by itself, with {@code heji
 * new-epoch}, which makes them the same way.
 */
public final class EpochCeremony {
  private final FederationLayout layout;
  private final Cast cast;
  private final Duration valid;
  private final Instant now;
  private final Randomness randomness;

  /**
   * @param valid how long the keys are
   */
  public EpochCeremony(
      FederationLayout layout, Cast cast, Duration valid, Instant now, Randomness randomness) {
    this.layout = layout;
    this.cast = cast;
    this.valid = valid;
    this.now = now;
    this.randomness = randomness;
  }

  /** The hashes of the statements. */
  public record Stated(SortedMap<PartyId, Bytes> platforms, SortedMap<PartyId, Bytes> tokenisers) {}

  /** Does it for one epoch. */
  public Stated run(long epoch) throws IOException {
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    for (Member tokeniser : Cast.TOKENISERS) {
      tokenisers.put(
          tokeniser.id(), state(tokeniser.id(), epoch, keys(tokeniser).tokeniser(epoch)));
    }
    SortedMap<PartyId, Bytes> platforms = new TreeMap<>();
    SortedSet<Metric> metrics = new TreeSet<>(EnumSet.allOf(Metric.class));
    for (Member platform : cast.platforms()) {
      platforms.put(
          platform.id(), state(platform.id(), epoch, keys(platform).platform(epoch, metrics)));
    }
    return new Stated(platforms, tokenisers);
  }

  private EpochKeyFolder keys(Member member) {
    return new EpochKeyFolder(layout.keys(member.id()), randomness);
  }

  private Bytes state(PartyId party, long epoch, EpochKeys keys) throws IOException {
    KeyStatement statement =
        new KeyStatement(Ceremony.FEDERATION, party, epoch, now, now.plus(valid), keys);
    String signed = NewEpoch.sign(statement, party + "-signing-1", signingKey(party));
    new StatementFolder(layout.documents().resolve("key-statements")).put(party, epoch, signed);
    return Sha256.of(statement.toPayload());
  }

  private Es256PrivateKey signingKey(PartyId party) throws IOException {
    try {
      return Es256PrivateKey.fromPem(
          SecretFile.readText(layout.keys(party).resolve("signing.pem")));
    } catch (CryptoException malformed) {
      throw new IOException("the signing key of `" + party + "` cannot be read", malformed);
    }
  }
}
