package io.heji.crypto.agreement;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 private key: 32 secret bytes, clamped when used (RFC 7748 section 5). Thread-safe. */
public final class X25519PrivateKey {
  /** 32. */
  public static final int SIZE_BYTES = X25519.SCALAR_SIZE;

  private final SecretBytes scalar;
  private final X25519PublicKey publicKey;

  private X25519PrivateKey(SecretBytes scalar) {
    this.scalar = scalar;
    byte[] encoded = new byte[X25519.POINT_SIZE];
    X25519.scalarMultBase(scalar.toByteArray(SecretAccess.granted()), 0, encoded, 0);
    this.publicKey = new X25519PublicKey(Bytes.copyOf(encoded));
  }

  public static X25519PrivateKey generate(Randomness randomness) {
    return new X25519PrivateKey(SecretBytes.random(SIZE_BYTES, randomness));
  }

  /** Takes the 32 bytes of a stored key. */
  public static X25519PrivateKey fromSecretBytes(SecretBytes bytes) throws CryptoException {
    if (bytes.size() != SIZE_BYTES) {
      throw new CryptoException();
    }
    return new X25519PrivateKey(bytes);
  }

  /** The 32 bytes to store. */
  public SecretBytes toSecretBytes(SecretAccess access) {
    return SecretBytes.copyOf(scalar.toByteArray(access));
  }

  public X25519PublicKey publicKey() {
    return publicKey;
  }

  /**
   * The 32-byte shared secret.
   *
   * @throws CryptoException when it is all zero, that is, the other key has low order and the
   *     "secret" would be known to everybody (RFC 7748 section 6.1)
   */
  public SecretBytes agree(X25519PublicKey other) throws CryptoException {
    byte[] shared = new byte[X25519.POINT_SIZE];
    byte[] own = scalar.toByteArray(SecretAccess.granted());
    if (!X25519.calculateAgreement(own, 0, other.bytes().toByteArray(), 0, shared, 0)) {
      throw new CryptoException();
    }
    return SecretBytes.copyOf(shared);
  }

  @Override
  public String toString() {
    return "X25519PrivateKey";
  }
}
