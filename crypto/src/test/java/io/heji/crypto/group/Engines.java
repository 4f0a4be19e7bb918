package io.heji.crypto.group;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;

/** Every engine that is usable here, for tests that want the same bytes from all. */
public final class Engines {
  private Engines() {}

  public static List<Named<GroupEngine>> all() throws EngineUnavailableException {
    List<Named<GroupEngine>> engines = new ArrayList<>();
    for (EngineChoice choice : EngineChoice.values()) {
      try {
        engines.add(Named.of(choice.configured(), GroupEngines.choose(choice, 1).engine()));
      } catch (EngineUnavailableException absent) {
        // libcrypto may be missing; the vector module may not, the build starts tests with it.
        if (choice != EngineChoice.LIBCRYPTO) {
          throw absent;
        }
      }
    }
    engines.add(
        Named.of("vector on two cores", GroupEngines.choose(EngineChoice.VECTOR, 2).engine()));
    GroupEngine reference = GroupEngines.bouncyCastle();
    engines.add(
        Named.of(
            "by length, from 3 on vector",
            new ListLengthEngine(GroupEngines.vector(), reference, 3)));
    return engines;
  }
}
