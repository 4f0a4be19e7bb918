package io.heji.agent.contribution;

import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretFile;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The platform's own private keys of one epoch.
 *
 * @param sealing opens what banks seal
 * @param mask shares masks with each other platform
 */
public record EpochSecrets(X25519PrivateKey sealing, X25519PrivateKey mask) {
  /** Reads {@code epoch-<n>/sealing.key} and {@code mask.key}. */
  public static EpochSecrets read(Path keys, long epoch) throws IOException, CryptoException {
    Path folder = keys.resolve("epoch-" + epoch);
    return new EpochSecrets(
        X25519PrivateKey.fromSecretBytes(SecretFile.read(folder.resolve("sealing.key"))),
        X25519PrivateKey.fromSecretBytes(SecretFile.read(folder.resolve("mask.key"))));
  }

  /** Whether these are the private keys of a key statement. */
  public boolean belongTo(PlatformKeys statement) {
    return sealing.publicKey().equals(statement.sealing())
        && mask.publicKey().equals(statement.mask());
  }
}
