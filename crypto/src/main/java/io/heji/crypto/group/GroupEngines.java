package io.heji.crypto.group;

import java.util.List;
import java.util.Optional;

/** The engines there are. Each has given the known answers before it is handed out. */
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
   * @throws EngineUnavailableException with the reason when it is not there, too old, another
   *     library under that name or wrong
   */
  public static GroupEngine libcrypto() throws EngineUnavailableException {
    return EngineSelection.ofThisMachine().libcrypto();
  }

  /**
   * The JDK's Vector API.
   *
   * @throws EngineUnavailableException with the reason when its module is missing or it is wrong
   */
  public static GroupEngine vector() throws EngineUnavailableException {
    return EngineSelection.ofThisMachine().vector();
  }

  /**
   * The engine that the configuration asks for by its name.
   *
   * @throws EngineUnavailableException when there is none of this name or it cannot be used here
   */
  public static ChosenEngine choose(String configured, int cores)
      throws EngineUnavailableException {
    Optional<EngineChoice> wanted = EngineChoice.of(configured);
    if (wanted.isEmpty()) {
      throw new EngineUnavailableException(
          "an engine is auto, bouncy-castle, libcrypto or vector, not `" + configured + "`");
    }
    return choose(wanted.get(), cores);
  }

  /** The fastest that is usable, over all cores. */
  public static ChosenEngine fastest() {
    return EngineSelection.ofThisMachine().fastest(cores(Optional.empty()));
  }

  /** How many cores a configuration means: all where it says nothing. */
  public static int cores(Optional<Integer> configured) {
    return Math.max(1, configured.orElseGet(Runtime.getRuntime()::availableProcessors));
  }

  /**
   * The engine that the configuration asks for.
   *
   * @param cores that it uses at the same time, whoever asks
   * @throws EngineUnavailableException when the one that it names cannot be used here
   */
  public static ChosenEngine choose(EngineChoice wanted, int cores)
      throws EngineUnavailableException {
    return EngineSelection.ofThisMachine().choose(wanted, cores);
  }

  /** Every engine, and why one is not usable on this machine. */
  public static List<EngineReport> reports() {
    return EngineSelection.ofThisMachine().reports();
  }
}
