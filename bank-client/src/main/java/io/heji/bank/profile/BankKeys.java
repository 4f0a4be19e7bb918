package io.heji.bank.profile;

import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretFile;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A bank's two long-term keys: one signs access tokens, the other queries and evaluation requests.
 * Thread-safe.
 */
public final class BankKeys {
  private static final String ACCESS_FILE = "access.pem";
  private static final String QUERY_FILE = "query.pem";

  private final Es256PrivateKey access;
  private final Es256PrivateKey query;

  public BankKeys(Es256PrivateKey access, Es256PrivateKey query) {
    this.access = access;
    this.query = query;
  }

  /** Reads both keys from a folder. Each file must be its owner's alone. */
  public static BankKeys read(Path folder) throws IOException {
    return new BankKeys(readKey(folder.resolve(ACCESS_FILE)), readKey(folder.resolve(QUERY_FILE)));
  }

  /** Signs access tokens. */
  public Es256PrivateKey access() {
    return access;
  }

  /** Signs queries and evaluation requests. */
  public Es256PrivateKey query() {
    return query;
  }

  /**
   * The key id of the access key in the directory's entry of this bank.
   *
   * @throws RefusedException when the directory lists another key: nothing signed would be accepted
   */
  public String accessKid(Party bank) throws RefusedException {
    return kid(bank, KeyUse.ACCESS, access);
  }

  /** The same for the query key. */
  public String queryKid(Party bank) throws RefusedException {
    return kid(bank, KeyUse.QUERY, query);
  }

  private static String kid(Party bank, KeyUse use, Es256PrivateKey key) throws RefusedException {
    return bank.key(use)
        .filter(listed -> listed.key().equals(key.publicKey()))
        .map(DirectoryKey::kid)
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.SIGNATURE_INVALID,
                    "the directory lists another " + use.wireName() + " key for this bank"));
  }

  private static Es256PrivateKey readKey(Path file) throws IOException {
    try {
      return Es256PrivateKey.fromPem(SecretFile.readText(file));
    } catch (CryptoException malformed) {
      throw new IOException("`" + file + "` is not a P-256 private key in PKCS#8 PEM");
    }
  }

  @Override
  public String toString() {
    return "BankKeys";
  }
}
