package io.heji.crypto.libcrypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine's libcrypto with functions of the test in the place of some of its own. */
class LibcryptoTest {
  private static final FunctionDescriptor NUMBER = FunctionDescriptor.of(JAVA_LONG);
  private static final FunctionDescriptor TEXT = FunctionDescriptor.of(ADDRESS, JAVA_INT);
  private static final FunctionDescriptor INIT =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);

  private final Arena arena = Arena.ofConfined();
  private final Map<String, MemorySegment> replaced = new HashMap<>();
  private SymbolLookup library = _ -> Optional.empty();

  private long initialisedWith;

  @BeforeEach
  void load() throws Exception {
    Optional<SymbolLookup> found = Libcrypto.lookup("libcrypto.so.3");
    Assumptions.assumeTrue(found.isPresent(), "no libcrypto.so.3 here");
    library = found.get();
  }

  @AfterEach
  void unload() {
    arena.close();
  }

  private Libcrypto withReplaced() throws LibcryptoUnavailableException {
    return Libcrypto.of(
        name -> Optional.ofNullable(replaced.get(name)).or(() -> library.find(name)));
  }

  @SuppressWarnings("restricted") // restricted: C calls back into this test.
  private void replace(String name, FunctionDescriptor shape, MethodHandle by) {
    replaced.put(name, Linker.nativeLinker().upcallStub(by, shape, arena));
  }

  private MethodHandle own(String method, FunctionDescriptor shape) throws Exception {
    return MethodHandles.lookup().bind(this, method, shape.toMethodType());
  }

  private void replaceVersion(long number, String text) {
    replace("OpenSSL_version_num", NUMBER, MethodHandles.constant(long.class, number));
    MethodHandle answer = MethodHandles.constant(MemorySegment.class, arena.allocateFrom(text));
    replace("OpenSSL_version", TEXT, MethodHandles.dropArguments(answer, 0, int.class));
  }

  @Test
  void refusesWhatIsTooOldOrOnlyCalledLibcrypto() {
    for (Map.Entry<String, Long> version :
        Map.of(
                "OpenSSL 1.1.1w  11 Sep 2023", 0x1010117fL,
                "LibreSSL 3.8.2", 0x20000000L,
                "BoringSSL", 0x1010107fL)
            .entrySet()) {
      replaceVersion(version.getValue(), version.getKey());

      assertThatThrownBy(this::withReplaced)
          .isInstanceOf(LibcryptoUnavailableException.class)
          .hasMessageContaining(version.getKey());
    }
  }

  @Test
  void takesTheOldestThatIsGoodEnough() throws Exception {
    replaceVersion(0x30000000L, "OpenSSL 3.0.0 7 sep 2021");

    assertThat(withReplaced().version()).isEqualTo("OpenSSL 3.0.0 7 sep 2021");
  }

  int initialise(long options, MemorySegment settings) {
    initialisedWith = options;
    return settings.address() == 0 ? 1 : 0;
  }

  @Test
  void initialisesTheLibraryWithoutACleanUpAtExit() throws Exception {
    replace("OPENSSL_init_crypto", INIT, own("initialise", INIT));

    assertThat(withReplaced().version()).startsWith("OpenSSL");
    assertThat(initialisedWith).isEqualTo(0x80000L);
  }

  @Test
  void refusesALibraryWithoutOneOfItsFunctions() {
    SymbolLookup partly =
        name -> name.equals("ERR_clear_error") ? Optional.empty() : library.find(name);

    assertThatThrownBy(() -> Libcrypto.of(partly))
        .isInstanceOf(LibcryptoUnavailableException.class)
        .hasMessage("libcrypto has no ERR_clear_error");
  }
}
