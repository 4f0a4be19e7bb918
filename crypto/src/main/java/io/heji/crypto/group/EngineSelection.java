package io.heji.crypto.group;

import io.heji.crypto.vector.BulkP256;
import java.util.ArrayList;
import java.util.List;

/** Which engines can be used, of those that a machine has or that a test puts in their place. */
final class EngineSelection {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final GroupEngine BOUNCY_CASTLE = GroupEngines.bouncyCastle();

  /** Where an engine comes from. */
  @FunctionalInterface
  interface Source {
    GroupEngine load() throws EngineUnavailableException;
  }

  /** Asked only where the module is there: the answer needs it. */
  @FunctionalInterface
  interface Processor {
    boolean hasWideVectors();
  }

  private static final String NO_WIDE_VECTORS =
      "this processor or JVM has no vectors of 512 bits (AVX-512) that are compiled (C2)";

  private final Source libcrypto;
  private final Source vector;
  private final Processor processor;

  EngineSelection(Source libcrypto, Source vector, Processor processor) {
    this.libcrypto = libcrypto;
    this.vector = vector;
    this.processor = processor;
  }

  /** What this machine has. */
  static EngineSelection ofThisMachine() {
    return new EngineSelection(
        () -> new LibcryptoEngine(LibcryptoPoints.load(), BOUNCY_CASTLE),
        () -> vectorOn(ModuleLayer.boot()),
        BulkP256::isFast);
  }

  static GroupEngine vectorOn(ModuleLayer modules) throws EngineUnavailableException {
    if (modules.findModule(VECTOR_MODULE).isEmpty()) {
      throw new EngineUnavailableException(
          "Java was started without --add-modules " + VECTOR_MODULE);
    }
    return new VectorEngine(BOUNCY_CASTLE);
  }

  GroupEngine libcrypto() throws EngineUnavailableException {
    return tested(LibcryptoEngine.NAME, libcrypto);
  }

  GroupEngine vector() throws EngineUnavailableException {
    return tested(VectorEngine.NAME, vector);
  }

  private static GroupEngine tested(String name, Source source) throws EngineUnavailableException {
    try {
      GroupEngine engine = source.load();
      if (!SelfTest.passes(engine)) {
        throw new EngineUnavailableException(name + " does not give the known answers");
      }
      return engine;
    } catch (RuntimeException | LinkageError broken) {
      throw new EngineUnavailableException(name + " broke in its self-test: " + broken);
    }
  }

  ChosenEngine choose(EngineChoice wanted, int cores) throws EngineUnavailableException {
    return switch (wanted) {
      case BOUNCY_CASTLE -> only(BOUNCY_CASTLE, cores);
      case LIBCRYPTO -> only(libcrypto(), cores);
      case VECTOR -> forcedVector(cores);
      case AUTO -> fastest(cores);
    };
  }

  private static ChosenEngine only(GroupEngine engine, int cores) {
    return new ChosenEngine(onCores(engine, cores), List.of());
  }

  /** Right without wide vectors too, and slow: then the log has a warning. */
  private ChosenEngine forcedVector(int cores) throws EngineUnavailableException {
    GroupEngine engine = onCores(vector(), cores);
    return processor.hasWideVectors()
        ? new ChosenEngine(engine, List.of())
        : new ChosenEngine(
            engine, List.of(new EngineReport("at its speed", false, NO_WIDE_VECTORS)));
  }

  private GroupEngine fastVector() throws EngineUnavailableException {
    return tested(
        VectorEngine.NAME,
        () -> {
          GroupEngine loaded = vector.load();
          if (!processor.hasWideVectors()) {
            throw new EngineUnavailableException(NO_WIDE_VECTORS);
          }
          return loaded;
        });
  }

  private static GroupEngine onCores(GroupEngine engine, int cores) {
    return new ParallelEngine(engine, cores);
  }

  /** The fastest for short lists, and before it the fastest for long ones if that is another. */
  ChosenEngine fastest(int cores) {
    List<EngineReport> passedOver = new ArrayList<>();
    GroupEngine engine = BOUNCY_CASTLE;
    int multiplyFrom = ListLengthEngine.MULTIPLY_FROM_IF_REFERENCE;
    try {
      engine = libcrypto();
      multiplyFrom = ListLengthEngine.MULTIPLY_FROM;
    } catch (EngineUnavailableException missing) {
      passedOver.add(new EngineReport(LibcryptoEngine.NAME, false, missing.reason()));
    }
    try {
      engine = new ListLengthEngine(fastVector(), engine, multiplyFrom);
    } catch (EngineUnavailableException missing) {
      passedOver.add(new EngineReport(VectorEngine.NAME, false, missing.reason()));
    }
    return new ChosenEngine(onCores(engine, cores), passedOver);
  }

  List<EngineReport> reports() {
    return List.of(
        report(BOUNCY_CASTLE.name(), () -> tested(BOUNCY_CASTLE.name(), () -> BOUNCY_CASTLE)),
        report(LibcryptoEngine.NAME, this::libcrypto),
        report(VectorEngine.NAME, this::vector));
  }

  private static EngineReport report(String name, Source source) {
    try {
      return new EngineReport(source.load().name(), true, "");
    } catch (EngineUnavailableException unavailable) {
      return new EngineReport(name, false, unavailable.reason());
    }
  }
}
