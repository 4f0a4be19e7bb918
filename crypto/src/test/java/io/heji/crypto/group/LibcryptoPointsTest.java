package io.heji.crypto.group;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.libcrypto.Libcrypto;
import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
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
class LibcryptoPointsTest {
  private static final FunctionDescriptor MADE = FunctionDescriptor.of(ADDRESS);
  private static final FunctionDescriptor FREED = FunctionDescriptor.ofVoid(ADDRESS);

  private final Arena arena = Arena.ofConfined();
  private final Map<String, MemorySegment> replaced = new HashMap<>();
  private SymbolLookup library = _ -> Optional.empty();

  private int numbersLeft = 1;
  private int pointsMade;
  private int pointsFreed;

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

  private LibcryptoPoints withReplaced() throws LibcryptoUnavailableException {
    return new LibcryptoPoints(
        Libcrypto.of(name -> Optional.ofNullable(replaced.get(name)).or(() -> library.find(name))));
  }

  @SuppressWarnings("restricted") // restricted: C calls back into this test.
  private void replace(String name, FunctionDescriptor shape, MethodHandle by) {
    replaced.put(name, Linker.nativeLinker().upcallStub(by, shape, arena));
  }

  private MethodHandle own(String method, FunctionDescriptor shape) throws Exception {
    return MethodHandles.lookup().bind(this, method, shape.toMethodType());
  }

  @Test
  void namesTheVersionThatItRunsOn() throws Exception {
    GroupEngine engine = new LibcryptoEngine(withReplaced(), GroupEngines.bouncyCastle());

    assertThat(engine.description()).startsWith("libcrypto (OpenSSL 3.");
    assertThat(engine.name()).isEqualTo("libcrypto");
  }

  @Test
  void refusesALibraryWithoutOneOfItsFunctions() {
    SymbolLookup partly =
        name -> name.equals("EC_POINT_mul") ? Optional.empty() : library.find(name);

    assertThatThrownBy(() -> new LibcryptoPoints(Libcrypto.of(partly)))
        .isInstanceOf(LibcryptoUnavailableException.class)
        .hasMessage("libcrypto has no EC_POINT_mul");
  }

  MemorySegment newNumber() {
    return numbersLeft-- > 0 ? MemorySegment.ofAddress(8) : MemorySegment.NULL;
  }

  void ignoreNumber(MemorySegment number) {}

  MemorySegment newPoint(MemorySegment group) {
    pointsMade++;
    return MemorySegment.ofAddress(16);
  }

  void freePoint(MemorySegment point) {
    pointsFreed++;
  }

  /** Of the two numbers of a session the second cannot be made. */
  @Test
  void freesEverythingWhenASessionCannotBeMade() throws Exception {
    FunctionDescriptor point = FunctionDescriptor.of(ADDRESS, ADDRESS);
    replace("EC_POINT_new", point, own("newPoint", point));
    replace("EC_POINT_clear_free", FREED, own("freePoint", FREED));
    replace("BN_new", MADE, own("newNumber", MADE));
    FunctionDescriptor flags = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT);
    replace(
        "BN_set_flags",
        flags,
        MethodHandles.dropArguments(own("ignoreNumber", FREED), 1, int.class));
    replace("BN_clear_free", FREED, own("ignoreNumber", FREED));
    LibcryptoPoints scarce = withReplaced();

    assertThatThrownBy(() -> new LibcryptoSession(scarce).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BN_new");
    assertThat(pointsMade).isEqualTo(3);
    assertThat(pointsFreed).isEqualTo(pointsMade);
  }
}
