package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * A private key for ES256. The nonce of a signature comes from the signing library's own
 * randomness. Thread-safe.
 */
public final class Es256PrivateKey {
  private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String PEM_END = "-----END PRIVATE KEY-----";
  private static final int PEM_LINE = 64;
  private static final ECDomainParameters DOMAIN = domain();

  private final ECPrivateKey key;
  private final Es256PublicKey publicKey;
  // Made at the first use; two threads that make it at the same time make the same.
  private volatile Es256Library.@Nullable Signer signer;

  private Es256PrivateKey(ECPrivateKey key) {
    this.key = key;
    this.publicKey = publicKeyOf(key.getS());
  }

  /** A fresh key: uniform in 1 … n − 1 by rejection. */
  public static Es256PrivateKey generate(Randomness randomness) {
    BigInteger order = P256Parameters.P256.getOrder();
    BigInteger scalar;
    do {
      scalar = new BigInteger(1, randomness.bytes(Es256PublicKey.COORDINATE_BYTES));
    } while (scalar.signum() == 0 || scalar.compareTo(order) >= 0);
    return new Es256PrivateKey(toJca(scalar));
  }

  /** Reads a PKCS#8 key in PEM (RFC 5958, RFC 7468). */
  public static Es256PrivateKey fromPem(String pem) throws CryptoException {
    String text = pem.strip();
    if (!text.startsWith(PEM_BEGIN) || !text.endsWith(PEM_END)) {
      throw new CryptoException();
    }
    String body = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body);
      PrivateKey read =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (!(read instanceof ECPrivateKey ec)
          || !ec.getParams().getCurve().equals(P256Parameters.P256.getCurve())) {
        throw new CryptoException();
      }
      return new Es256PrivateKey(ec);
    } catch (InvalidKeySpecException | IllegalArgumentException malformed) {
      throw new CryptoException();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("bug: no EC key factory", impossible);
    }
  }

  /** PKCS#8 in PEM. */
  public String toPem(SecretAccess access) {
    Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
    return PEM_BEGIN + "\n" + lines.encodeToString(key.getEncoded()) + "\n" + PEM_END + "\n";
  }

  public Es256PublicKey publicKey() {
    return publicKey;
  }

  /** The 64-byte signature r‖s of the message. */
  public Bytes sign(Bytes message) {
    Es256Library.Signer made = signer;
    if (made == null) {
      made = Es256.library().signer(key);
      signer = made;
    }
    return made.sign(message);
  }

  static ECPrivateKey toJca(BigInteger scalar) {
    try {
      return (ECPrivateKey)
          KeyFactory.getInstance("EC")
              .generatePrivate(new ECPrivateKeySpec(scalar, P256Parameters.P256));
    } catch (GeneralSecurityException impossible) {
      // Safe: the scalar is in 1 … n − 1.
      throw new IllegalStateException("bug: a checked P-256 scalar was refused", impossible);
    }
  }

  static Es256PublicKey publicKeyOf(BigInteger scalar) {
    // The comb multiplier reads its table by full scans: no address depends on the secret.
    ECPoint point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar).normalize();
    return new Es256PublicKey(
        Es256PublicKey.coordinate(point.getAffineXCoord().toBigInteger()),
        Es256PublicKey.coordinate(point.getAffineYCoord().toBigInteger()));
  }

  private static ECDomainParameters domain() {
    var spec = ECNamedCurveTable.getParameterSpec("secp256r1");
    return new ECDomainParameters(spec.getCurve(), spec.getG(), spec.getN(), spec.getH());
  }

  @Override
  public String toString() {
    return "Es256PrivateKey";
  }
}
