package io.heji.crypto.group;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;

/** Every engine that is usable here, for tests that want the same bytes from all. */
public final class Engines {
  private Engines() {}

  /** Set by the runs of the build in which the vector engine is to be absent. */
  private static final String WITHOUT_VECTOR = "heji.test.without-vector";

  public static List<Named<GroupEngine>> all() {
    List<Named<GroupEngine>> engines = new ArrayList<>();
    GroupEngine reference = GroupEngines.bouncyCastle();
    engines.add(Named.of("bouncy-castle", reference));
    engines.add(Named.of("auto", GroupEngines.fastest().engine()));
    try {
      engines.add(Named.of("libcrypto", GroupEngines.libcrypto()));
    } catch (EngineUnavailableException absent) {
      // May be missing on a machine that builds.
    }
    if (Boolean.getBoolean(WITHOUT_VECTOR)) {
      return engines;
    }
    // On any processor: the bytes are right also where it is too slow to be chosen.
    GroupEngine vector = new VectorEngine(reference);
    engines.add(Named.of("vector", vector));
    engines.add(Named.of("vector on two cores", new ParallelEngine(vector, 2)));
    engines.add(
        Named.of("by length, from 3 on vector", new ListLengthEngine(vector, reference, 3)));
    return engines;
  }
}
