package io.heji.member.epoch;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders {@code epoch-<n>} of a member's key folder, as tokeniser and agent read them.
 * Trusted: who reads it holds the member's keys. What is there is kept; only what is missing is
 * drawn.
 */
public final class EpochKeyFolder {
  private static final String PREFIX = "epoch-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([1-9][0-9]{0,17})");
  private static final String VOPRF = "voprf.key";
  private static final String SEALING = "sealing.key";
  private static final String MASK = "mask.key";

  private final Path keys;
  private final Randomness randomness;

  public EpochKeyFolder(Path keys, Randomness randomness) {
    this.keys = keys;
    this.randomness = randomness;
  }

  /** A key as it is read from its file. */
  private interface Reading<T> {
    T of(SecretBytes stored) throws CryptoException;
  }

  /** The public part of a tokeniser's share of the epoch's key. */
  public TokeniserKeys tokeniser(long epoch) throws IOException {
    KeyShare share =
        key(
            file(epoch, VOPRF),
            () -> KeyShare.generate(randomness).toSecretBytes(SecretAccess.granted()),
            KeyShare::fromSecretBytes);
    return new TokeniserKeys(share.publicKey());
  }

  /** The public parts of a platform's keys of the epoch, with the metrics that it supplies. */
  public PlatformKeys platform(long epoch, SortedSet<Metric> metrics) throws IOException {
    return new PlatformKeys(
        agreementKey(epoch, SEALING).publicKey(), agreementKey(epoch, MASK).publicKey(), metrics);
  }

  private X25519PrivateKey agreementKey(long epoch, String name) throws IOException {
    return key(
        file(epoch, name),
        () -> X25519PrivateKey.generate(randomness).toSecretBytes(SecretAccess.granted()),
        X25519PrivateKey::fromSecretBytes);
  }

  private Path file(long epoch, String name) {
    return keys.resolve(PREFIX + epoch).resolve(name);
  }

  /** What is read is what was written, also when it was written just now. */
  private static <T> T key(Path file, Supplier<SecretBytes> drawn, Reading<T> reading)
      throws IOException {
    if (Files.notExists(file)) {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      SecretFile.write(file, drawn.get());
    }
    try {
      return reading.of(SecretFile.read(file));
    } catch (CryptoException malformed) {
      throw new IOException("`" + file + "` holds no key", malformed);
    }
  }

  /** The newest epoch that has keys here. */
  public OptionalLong newest() throws IOException {
    try (Stream<Path> folders = Files.list(keys)) {
      return folders
          .map(folder -> NAME.matcher(String.valueOf(folder.getFileName())))
          .filter(Matcher::matches)
          .mapToLong(name -> Long.parseLong(name.group(1)))
          .max();
    }
  }
}
