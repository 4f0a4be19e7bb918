package io.heji.crypto.group;

import java.util.List;

/** The engines there are. */
public final class GroupEngines {
  private static final GroupEngine BOUNCY_CASTLE = new BouncyCastleEngine();

  private GroupEngines() {}

  /** The reference, always there. */
  public static GroupEngine bouncyCastle() {
    return BOUNCY_CASTLE;
  }

  /**
   * OpenSSL's libcrypto, 3.0 or newer, which has given the known answers.
   *
   * @throws EngineUnavailableException with the reason when it is not there, too old or wrong
   */
  public static GroupEngine libcrypto() throws EngineUnavailableException {
    GroupEngine engine = new LibcryptoEngine(Libcrypto.load(), BOUNCY_CASTLE);
    if (!SelfTest.passes(engine)) {
      throw new EngineUnavailableException("libcrypto does not give the known answers");
    }
    return engine;
  }

  /**
   * The engine that the configuration asks for.
   *
   * @throws EngineUnavailableException when the one that it names cannot be used here
   */
  public static GroupEngine choose(EngineChoice wanted) throws EngineUnavailableException {
    return switch (wanted) {
      case BOUNCY_CASTLE -> BOUNCY_CASTLE;
      case LIBCRYPTO -> libcrypto();
      case AUTO -> reportLibcrypto().usable() ? libcrypto() : BOUNCY_CASTLE;
    };
  }

  /** Every engine, and why one is not usable on this machine. */
  public static List<EngineReport> reports() {
    boolean right = SelfTest.passes(BOUNCY_CASTLE);
    String reason = right ? "" : "does not give the known answers";
    return List.of(new EngineReport(BOUNCY_CASTLE.name(), right, reason), reportLibcrypto());
  }

  private static EngineReport reportLibcrypto() {
    try {
      return new EngineReport(libcrypto().name(), true, "");
    } catch (EngineUnavailableException unavailable) {
      return new EngineReport(LibcryptoEngine.NAME, false, unavailable.reason());
    }
  }
}
