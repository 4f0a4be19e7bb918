package io.heji.crypto.group;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
import io.heji.crypto.libcrypto.ReplacedLibcrypto;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The functions on points, some of them played by the test. */
class LibcryptoPointsTest {
  private static final FunctionDescriptor MADE = FunctionDescriptor.of(ADDRESS);
  private static final FunctionDescriptor FREED = FunctionDescriptor.ofVoid(ADDRESS);

  private final ReplacedLibcrypto library = new ReplacedLibcrypto();
  private int numbersLeft = 1;
  private int pointsMade;
  private int pointsFreed;

  LibcryptoPointsTest() throws LibcryptoUnavailableException {}

  @AfterEach
  void unload() {
    library.close();
  }

  private LibcryptoPoints load() throws LibcryptoUnavailableException {
    return new LibcryptoPoints(library.load());
  }

  private MethodHandle own(String method, FunctionDescriptor shape) throws Exception {
    return MethodHandles.lookup().bind(this, method, shape.toMethodType());
  }

  @Test
  void namesTheVersionThatItRunsOn() throws Exception {
    GroupEngine engine = new LibcryptoEngine(load(), GroupEngines.bouncyCastle());

    assertThat(engine.description()).startsWith("libcrypto (OpenSSL 3.");
    assertThat(engine.name()).isEqualTo("libcrypto");
  }

  @Test
  void refusesALibraryWithoutOneOfItsFunctions() {
    library.remove("EC_POINT_mul");

    assertThatThrownBy(this::load)
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
    library.replace("EC_POINT_new", point, own("newPoint", point));
    library.replace("EC_POINT_clear_free", FREED, own("freePoint", FREED));
    library.replace("BN_new", MADE, own("newNumber", MADE));
    FunctionDescriptor flags = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT);
    library.replace(
        "BN_set_flags",
        flags,
        MethodHandles.dropArguments(own("ignoreNumber", FREED), 1, int.class));
    library.replace("BN_clear_free", FREED, own("ignoreNumber", FREED));
    LibcryptoPoints scarce = load();

    assertThatThrownBy(() -> new LibcryptoSession(scarce).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BN_new");
    assertThat(pointsMade).isEqualTo(3);
    assertThat(pointsFreed).isEqualTo(pointsMade);
  }
}
