package io.heji.crypto.oprf;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.group.SecretScalar;

/** One tokeniser's share of the epoch's key, with its public key. */
public final class KeyShare {
  private final SecretScalar scalar;
  private final Element publicKey;

  private KeyShare(SecretScalar scalar) {
    this.scalar = scalar;
    this.publicKey = GroupEngines.bouncyCastle().multiplyBase(scalar);
  }

  public static KeyShare generate(Randomness randomness) {
    return new KeyShare(SecretScalar.random(randomness));
  }

  /** Reads a stored share: 32 bytes, 1 … n − 1. */
  public static KeyShare fromSecretBytes(SecretBytes bytes) throws CryptoException {
    return new KeyShare(SecretScalar.fromSecretBytes(bytes));
  }

  /** The 32 bytes to store. */
  public SecretBytes toSecretBytes(SecretAccess access) {
    return scalar.toSecretBytes(access);
  }

  /** {@code k_t · G}, which the key statement publishes. */
  public Element publicKey() {
    return publicKey;
  }

  SecretScalar scalar() {
    return scalar;
  }

  @Override
  public String toString() {
    return "KeyShare";
  }
}
