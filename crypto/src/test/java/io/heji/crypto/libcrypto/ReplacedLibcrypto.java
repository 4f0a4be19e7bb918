package io.heji.crypto.libcrypto;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The machine's libcrypto with functions of a test in the place of some of its own. */
public final class ReplacedLibcrypto implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final Map<String, Optional<MemorySegment>> replaced = new HashMap<>();
  private final SymbolLookup library;

  /** Of the machine's library; without one the test does not run. */
  public ReplacedLibcrypto() throws LibcryptoUnavailableException {
    Optional<SymbolLookup> found = Libcrypto.lookup("libcrypto.so.3");
    Assumptions.assumeTrue(found.isPresent(), "no libcrypto.so.3 here");
    library = found.orElseThrow();
  }

  @SuppressWarnings("restricted") // restricted: C calls back into the test.
  public void replace(String name, FunctionDescriptor shape, MethodHandle by) {
    replaced.put(name, Optional.of(Linker.nativeLinker().upcallStub(by, shape, arena)));
  }

  /** Takes a function away. */
  public void remove(String name) {
    replaced.put(name, Optional.empty());
  }

  /** C's form of a text, as long as this is open. */
  MemorySegment text(String text) {
    return arena.allocateFrom(text);
  }

  public Libcrypto load() throws LibcryptoUnavailableException {
    return Libcrypto.of(name -> replaced.getOrDefault(name, library.find(name)));
  }

  @Override
  public void close() {
    arena.close();
  }
}
