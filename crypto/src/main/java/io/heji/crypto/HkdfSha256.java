package io.heji.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF with SHA-256 (RFC 5869), salt empty, as the protocol uses it. Stateless. */
public final class HkdfSha256 {
  private HkdfSha256() {}

  /** Extract and expand: {@code size} bytes from the input key material under this info. */
  public static SecretBytes derive(SecretBytes inputKeyMaterial, Bytes info, int size) {
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      byte[] okm =
          hkdf.deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(inputKeyMaterial.toByteArray(SecretAccess.granted()))
                  .thenExpand(info.toByteArray(), size));
      return SecretBytes.copyOf(okm);
    } catch (GeneralSecurityException impossible) {
      // Safe: JDK 25 has HKDF-SHA256 (JEP 510), and every size used is far below 255 × 32.
      throw new IllegalStateException("bug: HKDF-SHA256 failed", impossible);
    }
  }
}
