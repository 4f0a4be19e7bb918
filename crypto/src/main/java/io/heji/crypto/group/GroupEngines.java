package io.heji.crypto.group;

import io.heji.crypto.vector.BulkP256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The engines there are. Each has given the known answers before it is handed out. */
public final class GroupEngines {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final GroupEngine BOUNCY_CASTLE = new BouncyCastleEngine();

  private GroupEngines() {}

  /** The reference, always there. */
  public static GroupEngine bouncyCastle() {
    return BOUNCY_CASTLE;
  }

  /**
   * OpenSSL's libcrypto, 3.0 or newer.
   *
   * @throws EngineUnavailableException with the reason when it is not there, too old or wrong
   */
  public static GroupEngine libcrypto() throws EngineUnavailableException {
    return tested(new LibcryptoEngine(Libcrypto.load(), BOUNCY_CASTLE));
  }

  /**
   * The JDK's Vector API.
   *
   * @throws EngineUnavailableException with the reason when its module is missing or it is wrong
   */
  public static GroupEngine vector() throws EngineUnavailableException {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      throw new EngineUnavailableException(
          "Java was started without --add-modules " + VECTOR_MODULE);
    }
    return tested(new VectorEngine(BOUNCY_CASTLE));
  }

  private static GroupEngine tested(GroupEngine engine) throws EngineUnavailableException {
    if (!SelfTest.passes(engine)) {
      throw new EngineUnavailableException(engine.name() + " does not give the known answers");
    }
    return engine;
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
    List<EngineReport> passedOver = new ArrayList<>();
    GroupEngine engine = fastest(passedOver);
    return new ChosenEngine(onCores(engine, cores(Optional.empty())), passedOver);
  }

  private static GroupEngine onCores(GroupEngine engine, int cores) {
    return cores > 1 ? new ParallelEngine(engine, cores) : engine;
  }

  /** How many cores a configuration means: all where it says nothing. */
  public static int cores(Optional<Integer> configured) {
    return Math.max(1, configured.orElseGet(Runtime.getRuntime()::availableProcessors));
  }

  /**
   * The engine that the configuration asks for.
   *
   * @param cores over which long lists are spread
   * @throws EngineUnavailableException when the one that it names cannot be used here
   */
  public static ChosenEngine choose(EngineChoice wanted, int cores)
      throws EngineUnavailableException {
    List<EngineReport> others = new ArrayList<>();
    GroupEngine engine =
        switch (wanted) {
          case BOUNCY_CASTLE -> BOUNCY_CASTLE;
          case LIBCRYPTO -> libcrypto();
          case VECTOR -> vector();
          case AUTO -> fastest(others);
        };
    return new ChosenEngine(onCores(engine, cores), others);
  }

  /** The fastest for short lists, and before it the fastest for long ones if that is another. */
  private static GroupEngine fastest(List<EngineReport> unusable) {
    GroupEngine single = BOUNCY_CASTLE;
    int multiplyFrom = ListLengthEngine.MULTIPLY_FROM_IF_REFERENCE;
    try {
      single = libcrypto();
      multiplyFrom = ListLengthEngine.MULTIPLY_FROM;
    } catch (EngineUnavailableException missing) {
      unusable.add(new EngineReport(LibcryptoEngine.NAME, false, missing.reason()));
    }
    try {
      GroupEngine bulk = vector();
      if (BulkP256.isFast()) {
        return new ListLengthEngine(bulk, single, multiplyFrom);
      }
      unusable.add(
          new EngineReport(
              VectorEngine.NAME, false, "this processor has no vectors of 512 bits (AVX-512)"));
    } catch (EngineUnavailableException missing) {
      unusable.add(new EngineReport(VectorEngine.NAME, false, missing.reason()));
    }
    return single;
  }

  /** Every engine, and why one is not usable on this machine. */
  public static List<EngineReport> reports() {
    boolean right = SelfTest.passes(BOUNCY_CASTLE);
    String reason = right ? "" : "does not give the known answers";
    return List.of(
        new EngineReport(BOUNCY_CASTLE.name(), right, reason),
        report(LibcryptoEngine.NAME, GroupEngines::libcrypto),
        report(VectorEngine.NAME, GroupEngines::vector));
  }

  @FunctionalInterface
  private interface Loading {
    GroupEngine load() throws EngineUnavailableException;
  }

  private static EngineReport report(String name, Loading loading) {
    try {
      return new EngineReport(loading.load().name(), true, "");
    } catch (EngineUnavailableException unavailable) {
      return new EngineReport(name, false, unavailable.reason());
    }
  }
}
