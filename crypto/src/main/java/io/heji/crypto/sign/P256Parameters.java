package io.heji.crypto.sign;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** The JDK's parameters of secp256r1. */
final class P256Parameters {
  static final ECParameterSpec P256 = load();

  private P256Parameters() {}

  private static ECParameterSpec load() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException impossible) {
      // Safe: SunEC has secp256r1.
      throw new IllegalStateException("bug: no P-256", impossible);
    }
  }
}
