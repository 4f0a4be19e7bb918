package io.heji.store.played;

import io.heji.policy.adoption.SerialMemory;
import io.heji.store.StoreFailedException;
import io.heji.store.memory.MemoryStores;
import java.util.Optional;

/** A memory of the newest documents whose database may be gone. */
public final class FailingMemory implements SerialMemory {
  private final MemoryStores stores = new MemoryStores();

  /** Whether the next document is not remembered. */
  public boolean fails;

  @Override
  public Optional<Remembered> newest(Kind kind) {
    return stores.newest(kind);
  }

  @Override
  public void remember(Kind kind, Remembered document) {
    if (fails) {
      throw new StoreFailedException("remembering", new IllegalStateException("played"));
    }
    stores.remember(kind, document);
  }
}
