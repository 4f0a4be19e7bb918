package io.heji.crypto.libcrypto;

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
 * The library itself: OpenSSL 3.0 or newer, initialised, its functions to be bound by name. C's
 * {@code long} and {@code size_t} are 64 bits here: it is for 64-bit Unix. Thread-safe.
 */
public final class Libcrypto {
  /** A path to load instead of the usual names. */
  public static final String PATH_PROPERTY = "heji.libcrypto.path";

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

  private final SymbolLookup symbols;
  private final String version;
  private final MethodHandle clearErrors;

  private Libcrypto(SymbolLookup symbols) throws LibcryptoUnavailableException {
    this.symbols = symbols;
    version = requireVersion();
    initialise();
    clearErrors = returningNothing("ERR_clear_error");
  }

  /** Loads the library that the property names, or the first of the usual names that is there. */
  public static Libcrypto load() throws LibcryptoUnavailableException {
    String path = System.getProperty(PATH_PROPERTY);
    List<String> names = path == null ? NAMES : List.of(path);
    for (String name : names) {
      Optional<SymbolLookup> found = lookup(name);
      if (found.isPresent()) {
        return of(found.get());
      }
    }
    throw new LibcryptoUnavailableException("no library " + String.join(", ", names));
  }

  /** The library in which these symbols are. */
  public static Libcrypto of(SymbolLookup symbols) throws LibcryptoUnavailableException {
    return new Libcrypto(symbols);
  }

  /** The symbols of a library, if it is there. */
  @SuppressWarnings("restricted") // restricted: calling OpenSSL is what this class is for.
  public static Optional<SymbolLookup> lookup(String name) throws LibcryptoUnavailableException {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    } catch (IllegalCallerException refused) {
      throw new LibcryptoUnavailableException("the JVM runs without --enable-native-access");
    }
  }

  /**
   * The library's name and version. LibreSSL and BoringSSL, whose arithmetic nobody here has looked
   * at, give numbers below 3.0.
   */
  private String requireVersion() throws LibcryptoUnavailableException {
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
      throw new LibcryptoUnavailableException(
          "libcrypto is " + name + ", OpenSSL 3.0 or newer is needed");
    }
    return name;
  }

  @SuppressWarnings("restricted") // restricted: C tells where a text begins and not how long it is.
  private static String text(MemorySegment start) {
    return start.reinterpret(VERSION_TEXT_MAX).getString(0);
  }

  /** Before anything else, since the first call decides. */
  private void initialise() throws LibcryptoUnavailableException {
    MethodHandle init = returning(JAVA_INT, "OPENSSL_init_crypto", JAVA_LONG, ADDRESS);
    int done;
    try {
      done = (int) init.invokeExact(INIT_NO_ATEXIT, MemorySegment.NULL);
    } catch (Throwable broken) {
      throw bug(broken);
    }
    if (done != 1) {
      throw new LibcryptoUnavailableException("libcrypto cannot be initialised");
    }
  }

  /** As the library calls itself, such as {@code OpenSSL 3.0.19 27 Jan 2026}. */
  public String version() {
    return version;
  }

  /** Binds a function that returns something. */
  public MethodHandle returning(MemoryLayout result, String name, MemoryLayout... arguments)
      throws LibcryptoUnavailableException {
    return handle(name, FunctionDescriptor.of(result, arguments));
  }

  /** Binds a function that returns nothing. */
  public MethodHandle returningNothing(String name, MemoryLayout... arguments)
      throws LibcryptoUnavailableException {
    return handle(name, FunctionDescriptor.ofVoid(arguments));
  }

  @SuppressWarnings("restricted") // restricted: calling OpenSSL is what this class is for.
  private MethodHandle handle(String name, FunctionDescriptor shape)
      throws LibcryptoUnavailableException {
    MemorySegment symbol =
        symbols
            .find(name)
            .orElseThrow(() -> new LibcryptoUnavailableException("libcrypto has no " + name));
    return Linker.nativeLinker().downcallHandle(symbol, shape);
  }

  /**
   * What a function made.
   *
   * @throws IllegalStateException when it made nothing
   */
  public MemorySegment notNull(MemorySegment made, String function) {
    require(made.address() != 0, function);
    return made;
  }

  /**
   * For calls with valid arguments, so that what can fail is memory that ran out.
   *
   * @throws IllegalStateException when it is not done
   */
  public void require(boolean done, String function) {
    if (!done) {
      forgetErrors();
      throw new IllegalStateException("bug: libcrypto's " + function + " failed");
    }
  }

  /**
   * After each call that failed: the queue of errors belongs to the thread, and what stays in it
   * would be read as a later call's error.
   */
  public void forgetErrors() {
    try {
      clearErrors.invokeExact();
    } catch (Throwable broken) {
      throw bug(broken);
    }
  }

  /** What a method handle throws is no answer of the library. */
  public static IllegalStateException bug(Throwable broken) {
    return broken instanceof IllegalStateException already
        ? already
        : new IllegalStateException("bug: a call of libcrypto broke", broken);
  }
}
