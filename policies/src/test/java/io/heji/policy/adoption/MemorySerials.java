package io.heji.policy.adoption;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The newest documents, as long as the process lives. */
final class MemorySerials implements SerialMemory {
  private final Map<Kind, Remembered> newest = new EnumMap<>(Kind.class);

  @Override
  public Optional<Remembered> newest(Kind kind) {
    return Optional.ofNullable(newest.get(kind));
  }

  @Override
  public void remember(Kind kind, Remembered document) {
    newest.put(kind, document);
  }
}
