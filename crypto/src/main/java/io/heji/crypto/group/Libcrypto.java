package io.heji.crypto.group;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The functions of OpenSSL's libcrypto that {@link LibcryptoEngine} calls, one method each, named
 * as in OpenSSL's manual. C's {@code long} and {@code size_t} are 64 bits here: the engine is for
 * 64-bit Unix.
 *
 * <p>Every method that can fail fails with an {@link IllegalStateException}: the engine gives only
 * valid arguments, so that what is left is memory that ran out.
 */
final class Libcrypto {
  /** A path to load instead of the usual names. */
  static final String PATH_PROPERTY = "heji.libcrypto.path";

  private static final List<String> NAMES = List.of("libcrypto.so.3", "libcrypto.so");

  /** OpenSSL 3.0.0 in OPENSSL_VERSION_NUMBER(3)'s form. */
  private static final long OLDEST_VERSION = 0x30000000L;

  /** OPENSSL_VERSION of OpenSSL_version(3): name, version and date. */
  private static final int VERSION_TEXT = 0;

  /** More than the text of any version has. */
  private static final int VERSION_TEXT_MAX = 256;

  /**
   * OPENSSL_INIT_NO_ATEXIT of OPENSSL_init_crypto(3): what libcrypto frees at the end of the
   * process would be taken from threads that still compute.
   */
  private static final long INIT_NO_ATEXIT = 0x80000L;

  private static final int NID_X9_62_PRIME256V1 = 415;
  private static final int POINT_CONVERSION_UNCOMPRESSED = 4;
  private static final int BN_FLG_CONSTTIME = 4;

  /** 04 ‖ x ‖ y, SEC 1 section 2.3.3. */
  static final int UNCOMPRESSED_BYTES = 65;

  private final SymbolLookup symbols;
  private final String version;
  private final MethodHandle pointNew;
  private final MethodHandle pointFree;
  private final MethodHandle pointRead;
  private final MethodHandle pointWrite;
  private final MethodHandle pointMultiply;
  private final MethodHandle pointAdd;
  private final MethodHandle pointIsInfinity;
  private final MethodHandle pointSetInfinity;
  private final MethodHandle numberNew;
  private final MethodHandle numberRead;
  private final MethodHandle numberSetFlags;
  private final MethodHandle numberFree;
  private final MethodHandle contextNew;
  private final MethodHandle contextFree;
  private final MethodHandle clearErrors;
  private final MemorySegment group;

  private Libcrypto(SymbolLookup symbols) throws EngineUnavailableException {
    this.symbols = symbols;
    version = requireVersion();
    initialise();
    pointNew = returning(ADDRESS, "EC_POINT_new", ADDRESS);
    pointFree = returningNothing("EC_POINT_clear_free", ADDRESS);
    pointRead =
        returning(JAVA_INT, "EC_POINT_oct2point", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    pointWrite =
        returning(
            JAVA_LONG,
            "EC_POINT_point2oct",
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            ADDRESS);
    pointMultiply =
        returning(JAVA_INT, "EC_POINT_mul", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    pointAdd = returning(JAVA_INT, "EC_POINT_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    pointIsInfinity = returning(JAVA_INT, "EC_POINT_is_at_infinity", ADDRESS, ADDRESS);
    pointSetInfinity = returning(JAVA_INT, "EC_POINT_set_to_infinity", ADDRESS, ADDRESS);
    numberNew = returning(ADDRESS, "BN_new");
    numberRead = returning(ADDRESS, "BN_bin2bn", ADDRESS, JAVA_INT, ADDRESS);
    numberSetFlags = returningNothing("BN_set_flags", ADDRESS, JAVA_INT);
    numberFree = returningNothing("BN_clear_free", ADDRESS);
    contextNew = returning(ADDRESS, "BN_CTX_new");
    contextFree = returningNothing("BN_CTX_free", ADDRESS);
    clearErrors = returningNothing("ERR_clear_error");
    // Lives as long as the process, like the library.
    group = newGroup();
  }

  /** Loads the library that the property names, or the first of the usual names that is there. */
  static Libcrypto load() throws EngineUnavailableException {
    String path = System.getProperty(PATH_PROPERTY);
    List<String> names = path == null ? NAMES : List.of(path);
    for (String name : names) {
      Optional<SymbolLookup> found = lookup(name);
      if (found.isPresent()) {
        return of(found.get());
      }
    }
    throw new EngineUnavailableException("no library " + String.join(", ", names));
  }

  /** The library in which these symbols are. */
  static Libcrypto of(SymbolLookup symbols) throws EngineUnavailableException {
    return new Libcrypto(symbols);
  }

  @SuppressWarnings("restricted") // restricted: calling OpenSSL is what this class is for.
  static Optional<SymbolLookup> lookup(String name) throws EngineUnavailableException {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    } catch (IllegalCallerException refused) {
      throw new EngineUnavailableException("the JVM runs without --enable-native-access");
    }
  }

  /**
   * The library's name and version. LibreSSL and BoringSSL, whose arithmetic nobody here has looked
   * at, give numbers below 3.0.
   */
  private String requireVersion() throws EngineUnavailableException {
    MethodHandle number = returning(JAVA_LONG, "OpenSSL_version_num");
    MethodHandle text = returning(ADDRESS, "OpenSSL_version", JAVA_INT);
    long found;
    String name;
    try {
      found = (long) number.invokeExact();
      name = text((MemorySegment) text.invokeExact(VERSION_TEXT));
    } catch (Throwable broken) {
      throw bug(broken);
    }
    if (found < OLDEST_VERSION) {
      throw new EngineUnavailableException(
          "libcrypto is " + name + ", OpenSSL 3.0 or newer is needed");
    }
    return name;
  }

  @SuppressWarnings("restricted") // restricted: C tells where a text begins and not how long it is.
  private static String text(MemorySegment start) {
    return start.reinterpret(VERSION_TEXT_MAX).getString(0);
  }

  /** Before anything else, since the first call decides. */
  private void initialise() throws EngineUnavailableException {
    MethodHandle init = returning(JAVA_INT, "OPENSSL_init_crypto", JAVA_LONG, ADDRESS);
    int done;
    try {
      done = (int) init.invokeExact(INIT_NO_ATEXIT, MemorySegment.NULL);
    } catch (Throwable broken) {
      throw bug(broken);
    }
    if (done != 1) {
      throw new EngineUnavailableException("libcrypto cannot be initialised");
    }
  }

  /** As the library calls itself, such as {@code OpenSSL 3.0.19 27 Jan 2026}. */
  String version() {
    return version;
  }

  private MemorySegment newGroup() throws EngineUnavailableException {
    MethodHandle byName = returning(ADDRESS, "EC_GROUP_new_by_curve_name", JAVA_INT);
    MemorySegment made;
    try {
      made = (MemorySegment) byName.invokeExact(NID_X9_62_PRIME256V1);
    } catch (Throwable broken) {
      throw bug(broken);
    }
    if (made.address() == 0) {
      throw new EngineUnavailableException("libcrypto has no P-256");
    }
    return made;
  }

  private MethodHandle returning(MemoryLayout result, String name, MemoryLayout... arguments)
      throws EngineUnavailableException {
    return handle(name, FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle returningNothing(String name, MemoryLayout... arguments)
      throws EngineUnavailableException {
    return handle(name, FunctionDescriptor.ofVoid(arguments));
  }

  @SuppressWarnings("restricted") // restricted: calling OpenSSL is what this class is for.
  private MethodHandle handle(String name, FunctionDescriptor shape)
      throws EngineUnavailableException {
    MemorySegment symbol =
        symbols
            .find(name)
            .orElseThrow(() -> new EngineUnavailableException("libcrypto has no " + name));
    return Linker.nativeLinker().downcallHandle(symbol, shape);
  }

  MemorySegment newPoint() {
    try {
      return notNull((MemorySegment) pointNew.invokeExact(group), "EC_POINT_new");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Overwrites and frees. */
  void freePoint(MemorySegment point) {
    try {
      pointFree.invokeExact(point);
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Reads {@value #UNCOMPRESSED_BYTES} bytes; libcrypto checks that the point is on the curve. */
  void readPoint(MemorySegment point, MemorySegment octets, MemorySegment context) {
    try {
      int done =
          (int) pointRead.invokeExact(group, point, octets, (long) UNCOMPRESSED_BYTES, context);
      require(done == 1, "EC_POINT_oct2point");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Writes {@value #UNCOMPRESSED_BYTES} bytes; the point is not the identity. */
  void writePoint(MemorySegment point, MemorySegment octets, MemorySegment context) {
    try {
      long written =
          (long)
              pointWrite.invokeExact(
                  group,
                  point,
                  POINT_CONVERSION_UNCOMPRESSED,
                  octets,
                  (long) UNCOMPRESSED_BYTES,
                  context);
      require(written == UNCOMPRESSED_BYTES, "EC_POINT_point2oct");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** {@code result = base · G + scalar · point}; the null address leaves a term out. */
  void multiply(
      MemorySegment result,
      MemorySegment base,
      MemorySegment point,
      MemorySegment scalar,
      MemorySegment context) {
    try {
      int done = (int) pointMultiply.invokeExact(group, result, base, point, scalar, context);
      require(done == 1, "EC_POINT_mul");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** {@code result = a + b}, also of equal, inverse and identity points. */
  void add(MemorySegment result, MemorySegment a, MemorySegment b, MemorySegment context) {
    try {
      int done = (int) pointAdd.invokeExact(group, result, a, b, context);
      require(done == 1, "EC_POINT_add");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  boolean isIdentity(MemorySegment point) {
    try {
      return (int) pointIsInfinity.invokeExact(group, point) == 1;
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  void setIdentity(MemorySegment point) {
    try {
      require((int) pointSetInfinity.invokeExact(group, point) == 1, "EC_POINT_set_to_infinity");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** A number that libcrypto's arithmetic treats as secret. */
  MemorySegment newNumber() {
    try {
      MemorySegment number = notNull((MemorySegment) numberNew.invokeExact(), "BN_new");
      numberSetFlags.invokeExact(number, BN_FLG_CONSTTIME);
      return number;
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Reads 32 bytes big-endian. */
  void readNumber(MemorySegment number, MemorySegment octets) {
    try {
      MemorySegment same =
          (MemorySegment) numberRead.invokeExact(octets, P256.NUMBER_BYTES, number);
      require(same.address() != 0, "BN_bin2bn");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Overwrites and frees. */
  void freeNumber(MemorySegment number) {
    try {
      numberFree.invokeExact(number);
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  MemorySegment newContext() {
    try {
      return notNull((MemorySegment) contextNew.invokeExact(), "BN_CTX_new");
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** Overwrites and frees the scratch numbers. */
  void freeContext(MemorySegment context) {
    try {
      contextFree.invokeExact(context);
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  private MemorySegment notNull(MemorySegment made, String function) {
    require(made.address() != 0, function);
    return made;
  }

  private void require(boolean done, String function) {
    if (!done) {
      try {
        // The queue belongs to the thread: what stays in it would be read as a later call's error.
        clearErrors.invokeExact();
      } catch (Throwable broken) {
        throw bug(broken);
      }
      throw new IllegalStateException("bug: libcrypto's " + function + " failed");
    }
  }

  private static IllegalStateException bug(Throwable broken) {
    return broken instanceof IllegalStateException already
        ? already
        : new IllegalStateException("bug: a call of libcrypto broke", broken);
  }
}
