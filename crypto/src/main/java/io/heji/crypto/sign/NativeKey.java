package io.heji.crypto.sign;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Function;

/** A key in libcrypto's memory, freed when nobody can reach this object any more. Thread-safe. */
final class NativeKey {
  private static final Cleaner CLEANER = Cleaner.create();

  private final MemorySegment key;

  /**
   * Takes a key.
   *
   * @param library that made it and frees it
   */
  NativeKey(LibcryptoSignatures library, MemorySegment key) {
    this.key = key;
    CLEANER.register(this, () -> library.freeKey(key));
  }

  /** Uses the key, which is not freed before that ends. */
  <T> T with(Function<MemorySegment, T> use) {
    try {
      return use.apply(key);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
