package io.heji.tokeniser.evaluation;

import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretFile;
import io.heji.crypto.oprf.KeyShare;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Signed;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This tokeniser's shares of the token key, one an epoch, each in {@code epoch-<n>/voprf.key} below
 * the key folder. The folder is trusted: who reads it holds this tokeniser's part of the key.
 * Thread-safe.
 */
public final class KeyShares {
  private static final String EPOCH_FOLDER = "epoch-";
  private static final String FILE = "voprf.key";

  private final Path folder;
  private final Map<Long, KeyShare> read = new ConcurrentHashMap<>();

  public KeyShares(Path folder) {
    this.folder = folder;
  }

  /**
   * The share of the roster's epoch, if it is the one whose public key this tokeniser stated.
   *
   * @throws RefusedException {@code tokeniser-unavailable}: answers under another key would not
   *     verify, and nobody could tell why
   */
  public KeyShare required(Federation federation, PartyId self) throws RefusedException {
    KeyStatement statement =
        federation
            .statement(self)
            .map(Signed::content)
            .orElseThrow(() -> unavailable("this tokeniser is not on the roster"));
    KeyShare share = share(federation.roster().epoch());
    boolean stated =
        statement.keys() instanceof TokeniserKeys(var voprf) && voprf.equals(share.publicKey());
    if (!stated) {
      throw unavailable("the share of the key folder is not the one of the key statement");
    }
    return share;
  }

  private KeyShare share(long epoch) throws RefusedException {
    KeyShare known = read.get(epoch);
    if (known != null) {
      return known;
    }
    Path file = folder.resolve(EPOCH_FOLDER + epoch).resolve(FILE);
    try {
      KeyShare share = KeyShare.fromSecretBytes(SecretFile.read(file));
      read.put(epoch, share);
      return share;
    } catch (IOException | CryptoException unreadable) {
      throw unavailable("the share of epoch " + epoch + " cannot be read");
    }
  }

  /** Forgets the shares of all epochs before this one; their files are erased by the caller. */
  public void forgetBefore(long epoch) {
    read.keySet().removeIf(known -> known < epoch);
  }

  private static RefusedException unavailable(String why) {
    return new RefusedException(ProblemType.TOKENISER_UNAVAILABLE, why);
  }
}
