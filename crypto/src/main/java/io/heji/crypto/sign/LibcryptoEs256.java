package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import io.heji.crypto.libcrypto.Libcrypto;
import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * ES256 by OpenSSL's libcrypto, whose speed does not wait for a compiler. The nonce of a signature
 * comes from OpenSSL's own randomness.
 *
 * <p>Signatures are r‖s outside (RFC 7518 section 3.4) and DER for libcrypto. A key's native form
 * is freed when nobody can reach the key any more.
 */
final class LibcryptoEs256 implements Es256Library {
  /** SubjectPublicKeyInfo of a P-256 key up to its 64 bytes of coordinates (RFC 5480). */
  private static final byte[] PUBLIC_KEY_PREFIX =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  /** Two numbers of up to 33 bytes, each with tag and length, in a sequence. */
  private static final int DER_BYTES_MAX = 2 + 2 * (2 + 33);

  private static final BigInteger ORDER = P256Parameters.P256.getOrder();

  private final LibcryptoSignatures library;

  private LibcryptoEs256(LibcryptoSignatures library) {
    this.library = library;
  }

  static LibcryptoEs256 load() throws LibcryptoUnavailableException {
    return of(Libcrypto.load());
  }

  static LibcryptoEs256 of(Libcrypto library) throws LibcryptoUnavailableException {
    return new LibcryptoEs256(new LibcryptoSignatures(library));
  }

  @Override
  public Signer signer(ECPrivateKey key) {
    byte[] pkcs8 = key.getEncoded();
    try {
      NativeKey read = new NativeKey(library, library.readPrivateKey(pkcs8));
      return message -> sign(read, message);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  @Override
  public Verifier verifier(Es256PublicKey key) {
    Bytes der = Bytes.concat(Bytes.copyOf(PUBLIC_KEY_PREFIX), key.x(), key.y());
    NativeKey read = new NativeKey(library, library.readPublicKey(der.toByteArray()));
    return (message, signature) -> verify(read, message, signature);
  }

  private Bytes sign(NativeKey key, Bytes message) {
    byte[] der = key.with(own -> library.sign(own, message.toByteArray(), DER_BYTES_MAX));
    try {
      BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(ORDER, der);
      return Bytes.copyOf(PlainDSAEncoding.INSTANCE.encode(ORDER, numbers[0], numbers[1]));
    } catch (IOException impossible) {
      // Safe: libcrypto wrote it.
      throw new IllegalStateException("bug: libcrypto's signature is not DER", impossible);
    }
  }

  private boolean verify(NativeKey key, Bytes message, Bytes signature) {
    try {
      BigInteger[] numbers = PlainDSAEncoding.INSTANCE.decode(ORDER, signature.toByteArray());
      byte[] der = StandardDSAEncoding.INSTANCE.encode(ORDER, numbers[0], numbers[1]);
      return key.with(own -> library.verifies(own, message.toByteArray(), der));
    } catch (IllegalArgumentException outOfRange) {
      return false;
    } catch (IOException impossible) {
      // Safe: it is written to memory.
      throw new IllegalStateException("bug: two numbers could not be encoded", impossible);
    }
  }

  @Override
  public String description() {
    return "libcrypto (" + library.version() + ")";
  }
}
