package io.heji.crypto.group;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.heji.crypto.libcrypto.Libcrypto;
import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenSSL's libcrypto on points of P-256 that {@link LibcryptoEngine} calls, one
 * method each, named as in OpenSSL's manual.
 *
 * <p>Every method that can fail fails with an {@link IllegalStateException}: the engine gives only
 * valid arguments, so that what is left is memory that ran out.
 */
final class LibcryptoPoints {
  private static final int NID_X9_62_PRIME256V1 = 415;
  private static final int POINT_CONVERSION_UNCOMPRESSED = 4;
  private static final int BN_FLG_CONSTTIME = 4;

  /** 04 ‖ x ‖ y, SEC 1 section 2.3.3. */
  static final int UNCOMPRESSED_BYTES = 65;

  private final Libcrypto library;
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
  private final MemorySegment group;

  LibcryptoPoints(Libcrypto library) throws LibcryptoUnavailableException {
    this.library = library;
    pointNew = library.returning(ADDRESS, "EC_POINT_new", ADDRESS);
    pointFree = library.returningNothing("EC_POINT_clear_free", ADDRESS);
    pointRead =
        library.returning(
            JAVA_INT, "EC_POINT_oct2point", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    pointWrite =
        library.returning(
            JAVA_LONG,
            "EC_POINT_point2oct",
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            ADDRESS);
    pointMultiply =
        library.returning(
            JAVA_INT, "EC_POINT_mul", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    pointAdd =
        library.returning(JAVA_INT, "EC_POINT_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    pointIsInfinity = library.returning(JAVA_INT, "EC_POINT_is_at_infinity", ADDRESS, ADDRESS);
    pointSetInfinity = library.returning(JAVA_INT, "EC_POINT_set_to_infinity", ADDRESS, ADDRESS);
    numberNew = library.returning(ADDRESS, "BN_new");
    numberRead = library.returning(ADDRESS, "BN_bin2bn", ADDRESS, JAVA_INT, ADDRESS);
    numberSetFlags = library.returningNothing("BN_set_flags", ADDRESS, JAVA_INT);
    numberFree = library.returningNothing("BN_clear_free", ADDRESS);
    contextNew = library.returning(ADDRESS, "BN_CTX_new");
    contextFree = library.returningNothing("BN_CTX_free", ADDRESS);
    // Lives as long as the process, like the library.
    group = newGroup();
  }

  /** On the library of this machine. */
  static LibcryptoPoints load() throws EngineUnavailableException {
    try {
      return new LibcryptoPoints(Libcrypto.load());
    } catch (LibcryptoUnavailableException missing) {
      throw new EngineUnavailableException(missing.reason());
    }
  }

  /** As the library calls itself. */
  String version() {
    return library.version();
  }

  private MemorySegment newGroup() throws LibcryptoUnavailableException {
    MethodHandle byName = library.returning(ADDRESS, "EC_GROUP_new_by_curve_name", JAVA_INT);
    MemorySegment made;
    try {
      made = (MemorySegment) byName.invokeExact(NID_X9_62_PRIME256V1);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
    if (made.address() == 0) {
      throw new LibcryptoUnavailableException("libcrypto has no P-256");
    }
    return made;
  }

  MemorySegment newPoint() {
    try {
      return library.notNull((MemorySegment) pointNew.invokeExact(group), "EC_POINT_new");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Overwrites and frees. */
  void freePoint(MemorySegment point) {
    try {
      pointFree.invokeExact(point);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Reads {@value #UNCOMPRESSED_BYTES} bytes; libcrypto checks that the point is on the curve. */
  void readPoint(MemorySegment point, MemorySegment octets, MemorySegment context) {
    try {
      int done =
          (int) pointRead.invokeExact(group, point, octets, (long) UNCOMPRESSED_BYTES, context);
      library.require(done == 1, "EC_POINT_oct2point");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
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
      library.require(written == UNCOMPRESSED_BYTES, "EC_POINT_point2oct");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
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
      library.require(done == 1, "EC_POINT_mul");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** {@code result = a + b}, also of equal, inverse and identity points. */
  void add(MemorySegment result, MemorySegment a, MemorySegment b, MemorySegment context) {
    try {
      int done = (int) pointAdd.invokeExact(group, result, a, b, context);
      library.require(done == 1, "EC_POINT_add");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  boolean isIdentity(MemorySegment point) {
    try {
      return (int) pointIsInfinity.invokeExact(group, point) == 1;
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  void setIdentity(MemorySegment point) {
    try {
      library.require(
          (int) pointSetInfinity.invokeExact(group, point) == 1, "EC_POINT_set_to_infinity");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** A number that libcrypto's arithmetic treats as secret. */
  MemorySegment newNumber() {
    try {
      MemorySegment number = library.notNull((MemorySegment) numberNew.invokeExact(), "BN_new");
      numberSetFlags.invokeExact(number, BN_FLG_CONSTTIME);
      return number;
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Reads 32 bytes big-endian. */
  void readNumber(MemorySegment number, MemorySegment octets) {
    try {
      MemorySegment same =
          (MemorySegment) numberRead.invokeExact(octets, P256.NUMBER_BYTES, number);
      library.require(same.address() != 0, "BN_bin2bn");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Overwrites and frees. */
  void freeNumber(MemorySegment number) {
    try {
      numberFree.invokeExact(number);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  MemorySegment newContext() {
    try {
      return library.notNull((MemorySegment) contextNew.invokeExact(), "BN_CTX_new");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Overwrites and frees the scratch numbers. */
  void freeContext(MemorySegment context) {
    try {
      contextFree.invokeExact(context);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }
}
