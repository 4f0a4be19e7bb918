package io.heji.crypto.libcrypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of a library before anything is computed by it. */
class LibcryptoTest {
  private static final FunctionDescriptor NUMBER = FunctionDescriptor.of(JAVA_LONG);
  private static final FunctionDescriptor TEXT = FunctionDescriptor.of(ADDRESS, JAVA_INT);
  private static final FunctionDescriptor INIT =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);

  private final ReplacedLibcrypto library = new ReplacedLibcrypto();
  private long initialisedWith;

  LibcryptoTest() throws LibcryptoUnavailableException {}

  @AfterEach
  void unload() {
    library.close();
  }

  private MethodHandle own(String method, FunctionDescriptor shape) throws Exception {
    return MethodHandles.lookup().bind(this, method, shape.toMethodType());
  }

  private void replaceVersion(long number, String text) {
    library.replace("OpenSSL_version_num", NUMBER, MethodHandles.constant(long.class, number));
    MethodHandle answer = MethodHandles.constant(MemorySegment.class, library.text(text));
    library.replace("OpenSSL_version", TEXT, MethodHandles.dropArguments(answer, 0, int.class));
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

      assertThatThrownBy(library::load)
          .isInstanceOf(LibcryptoUnavailableException.class)
          .hasMessageContaining(version.getKey());
    }
  }

  @Test
  void takesTheOldestThatIsGoodEnough() throws Exception {
    replaceVersion(0x30000000L, "OpenSSL 3.0.0 7 sep 2021");

    assertThat(library.load().version()).isEqualTo("OpenSSL 3.0.0 7 sep 2021");
  }

  int initialise(long options, MemorySegment settings) {
    initialisedWith = options;
    return settings.address() == 0 ? 1 : 0;
  }

  @Test
  void initialisesTheLibraryWithoutACleanUpAtExit() throws Exception {
    library.replace("OPENSSL_init_crypto", INIT, own("initialise", INIT));

    assertThat(library.load().version()).startsWith("OpenSSL");
    assertThat(initialisedWith).isEqualTo(0x80000L);
  }

  @Test
  void refusesALibraryWithoutOneOfItsFunctions() {
    library.remove("ERR_clear_error");

    assertThatThrownBy(library::load)
        .isInstanceOf(LibcryptoUnavailableException.class)
        .hasMessage("libcrypto has no ERR_clear_error");
  }
}
