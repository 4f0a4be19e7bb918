package io.heji.crypto.hpke;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * Seals one message to a public key and opens it with the private one (RFC 9180 section 6.1).
 * Stateless, thread-safe.
 */
public final class Hpke {
  /** Bytes of {@code enc}, the ephemeral public key in front of the ciphertext. */
  public static final int ENCAPSULATED_KEY_BYTES = X25519PublicKey.SIZE_BYTES;

  /** Bytes that AES-256-GCM adds to the plaintext. */
  public static final int TAG_BYTES = 16;

  private Hpke() {}

  /**
   * {@code enc ‖ ct}. The ephemeral private key is the next 32 bytes of the source.
   *
   * @throws CryptoException when the recipient's key has low order: everybody could open it
   */
  public static Bytes seal(
      X25519PublicKey recipient,
      Bytes info,
      Bytes aad,
      SecretBytes plaintext,
      Randomness randomness)
      throws CryptoException {
    if (recipient.hasLowOrder()) {
      throw new CryptoException();
    }
    X25519PrivateKey ephemeral = X25519PrivateKey.generate(randomness);
    try {
      HPKEContextWithEncapsulation context =
          suite().setupBaseS(parameters(recipient), info.toByteArray(), pair(ephemeral));
      byte[] sealed =
          context.seal(aad.toByteArray(), plaintext.toByteArray(SecretAccess.granted()));
      return Bytes.concat(Bytes.copyOf(context.getEncapsulation()), Bytes.copyOf(sealed));
    } catch (InvalidCipherTextException impossible) {
      // Safe: sealing checks no tag.
      throw new IllegalStateException("bug: HPKE could not seal", impossible);
    }
  }

  /**
   * The plaintext of {@code enc ‖ ct}.
   *
   * @throws CryptoException when it is too short, {@code enc} is no canonical key or gives an
   *     all-zero secret, or when key, info, aad or one bit is not that of the sealing
   */
  public static SecretBytes open(X25519PrivateKey recipient, Bytes info, Bytes aad, Bytes blob)
      throws CryptoException {
    if (blob.size() < ENCAPSULATED_KEY_BYTES + TAG_BYTES) {
      throw new CryptoException();
    }
    X25519PublicKey ephemeral = X25519PublicKey.of(blob.slice(0, ENCAPSULATED_KEY_BYTES));
    if (ephemeral.hasLowOrder()) {
      throw new CryptoException();
    }
    try {
      HPKEContext context =
          suite().setupBaseR(ephemeral.bytes().toByteArray(), pair(recipient), info.toByteArray());
      byte[] ciphertext = blob.slice(ENCAPSULATED_KEY_BYTES, blob.size()).toByteArray();
      return SecretBytes.copyOf(context.open(aad.toByteArray(), ciphertext));
    } catch (InvalidCipherTextException refused) {
      throw new CryptoException();
    }
  }

  /**
   * A fresh one each time: the library's object keeps the state of an agreement and is not
   * thread-safe.
   */
  private static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  private static AsymmetricCipherKeyPair pair(X25519PrivateKey key) {
    byte[] scalar = key.toSecretBytes(SecretAccess.granted()).toByteArray(SecretAccess.granted());
    return new AsymmetricCipherKeyPair(
        parameters(key.publicKey()), new X25519PrivateKeyParameters(scalar));
  }

  private static X25519PublicKeyParameters parameters(X25519PublicKey key) {
    return new X25519PublicKeyParameters(key.bytes().toByteArray());
  }
}
