package io.heji.crypto.group;

/** The engines there are. */
public final class GroupEngines {
  private static final GroupEngine BOUNCY_CASTLE = new BouncyCastleEngine();

  private GroupEngines() {}

  /** The reference, always there. */
  public static GroupEngine bouncyCastle() {
    return BOUNCY_CASTLE;
  }

  /**
   * OpenSSL's libcrypto, 3.0 or newer.
   *
   * @throws EngineUnavailableException with the reason when it is not there or too old
   */
  public static GroupEngine libcrypto() throws EngineUnavailableException {
    return new LibcryptoEngine(Libcrypto.load(), BOUNCY_CASTLE);
  }
}
