package io.heji.crypto.libcrypto;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What was allocated in a library, freed together, the last first. One that cannot be freed does
 * not keep the others from it. Confined to one thread.
 */
public final class NativeMemory implements AutoCloseable {
  private final Deque<Runnable> frees = new ArrayDeque<>();

  /** Takes what was made, with what overwrites and frees it. */
  public MemorySegment keep(MemorySegment made, Consumer<MemorySegment> free) {
    frees.push(() -> free.accept(made));
    return made;
  }

  /** The same for what is freed some other way. */
  public void atClose(Runnable free) {
    frees.push(free);
  }

  /**
   * Frees everything.
   *
   * @throws RuntimeException the first that could not be freed; the others are suppressed in it
   */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!frees.isEmpty()) {
      try {
        frees.pop().run();
      } catch (RuntimeException failed) {
        if (first == null) {
          first = failed;
        } else {
          first.addSuppressed(failed);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
