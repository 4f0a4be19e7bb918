package io.heji.sandbox.ceremony;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Metric;
import io.heji.sandbox.ceremony.Cast.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes every tokeniser's and platform's keys of one epoch, and puts their signed statements into
 * the gateway's folder. In a real federation each party does its part by itself.
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
      KeyShare share = KeyShare.generate(randomness);
      write(tokeniser.id(), epoch, "voprf.key", share.toSecretBytes(SecretAccess.granted()));
      tokenisers.put(
          tokeniser.id(), state(tokeniser.id(), epoch, new TokeniserKeys(share.publicKey())));
    }
    SortedMap<PartyId, Bytes> platforms = new TreeMap<>();
    for (Member platform : cast.platforms()) {
      X25519PrivateKey sealing = X25519PrivateKey.generate(randomness);
      X25519PrivateKey mask = X25519PrivateKey.generate(randomness);
      write(platform.id(), epoch, "sealing.key", sealing.toSecretBytes(SecretAccess.granted()));
      write(platform.id(), epoch, "mask.key", mask.toSecretBytes(SecretAccess.granted()));
      PlatformKeys keys =
          new PlatformKeys(
              sealing.publicKey(), mask.publicKey(), new TreeSet<>(EnumSet.allOf(Metric.class)));
      platforms.put(platform.id(), state(platform.id(), epoch, keys));
    }
    return new Stated(platforms, tokenisers);
  }

  private void write(PartyId party, long epoch, String name, SecretBytes secret)
      throws IOException {
    Path folder = layout.keys(party).resolve("epoch-" + epoch);
    Files.createDirectories(folder);
    SecretFile.write(folder.resolve(name), secret);
  }

  private Bytes state(PartyId party, long epoch, EpochKeys keys) throws IOException {
    KeyStatement statement =
        new KeyStatement(Ceremony.FEDERATION, party, epoch, now, now.plus(valid), keys);
    Bytes payload = statement.toPayload();
    String signed =
        CompactJws.sign(KeyStatement.TYP, party + "-signing-1", signingKey(party), payload);
    Path folder = layout.documents().resolve("key-statements");
    Files.createDirectories(folder);
    // Complete before it has its name: the gateway looks into the folder all the time.
    Path draft = Files.createTempFile(folder, party.value(), ".draft");
    Files.writeString(draft, signed, StandardCharsets.UTF_8);
    Files.move(
        draft, folder.resolve(party + "-epoch-" + epoch + ".jws"), StandardCopyOption.ATOMIC_MOVE);
    return Sha256.of(payload);
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
