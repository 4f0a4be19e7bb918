package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** The JDK's ES256: always there, and slow until it is compiled. */
final class JdkEs256 implements Es256Library {
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  @Override
  public Signer signer(ECPrivateKey key) {
    return message -> sign(key, message);
  }

  @Override
  public Verifier verifier(Es256PublicKey key) {
    ECPublicKey jca = toJca(key);
    return (message, signature) -> verify(jca, message, signature);
  }

  private static Bytes sign(ECPrivateKey key, Bytes message) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(message.toByteArray());
      return Bytes.copyOf(signer.sign());
    } catch (GeneralSecurityException impossible) {
      // Safe: JDK 25 has this algorithm, and the key is a P-256 key.
      throw new IllegalStateException("bug: ES256 could not sign", impossible);
    }
  }

  private static boolean verify(ECPublicKey key, Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message.toByteArray());
      return verifier.verify(signature.toByteArray());
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException impossible) {
      // Safe: JDK 25 has this algorithm, and the key is a point of the curve.
      throw new IllegalStateException("bug: ES256 could not verify", impossible);
    }
  }

  private static ECPublicKey toJca(Es256PublicKey key) {
    try {
      ECPoint point =
          new ECPoint(
              new BigInteger(1, key.x().toByteArray()), new BigInteger(1, key.y().toByteArray()));
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(point, P256Parameters.P256));
    } catch (GeneralSecurityException impossible) {
      // Safe: a public key that exists is a point of the curve.
      throw new IllegalStateException("bug: a checked P-256 key was refused", impossible);
    }
  }

  @Override
  public String description() {
    return "the JDK";
  }
}
