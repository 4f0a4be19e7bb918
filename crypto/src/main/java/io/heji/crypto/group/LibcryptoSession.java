package io.heji.crypto.group;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.heji.crypto.CryptoException;
import io.heji.crypto.libcrypto.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The native memory of one call of {@link LibcryptoEngine}: scratch numbers, two points and two
 * scalars that every element of the list reuses. Closing overwrites and frees all of it, so that no
 * secret stays behind in native memory. Confined to one thread.
 */
final class LibcryptoSession implements AutoCloseable {
  private static final byte UNCOMPRESSED = 4;

  private final LibcryptoPoints library;
  private final Arena arena = Arena.ofConfined();
  private final NativeMemory memory = new NativeMemory();
  private final MemorySegment octets;
  private final MemorySegment context;
  private final MemorySegment operand;
  private final MemorySegment product;
  private final MemorySegment sum;
  private final MemorySegment scalar;
  private final MemorySegment baseScalar;

  LibcryptoSession(LibcryptoPoints library) {
    this.library = library;
    memory.atClose(arena::close);
    try {
      this.octets =
          memory.keep(
              arena.allocate(LibcryptoPoints.UNCOMPRESSED_BYTES), bytes -> bytes.fill((byte) 0));
      this.context = memory.keep(library.newContext(), library::freeContext);
      this.operand = newPoint();
      this.product = newPoint();
      this.sum = newPoint();
      this.scalar = newNumber();
      this.baseScalar = newNumber();
      library.setIdentity(sum);
    } catch (RuntimeException failed) {
      // Nobody gets this session, so nobody would close it.
      try (memory) {
        throw failed;
      }
    }
  }

  private MemorySegment newPoint() {
    return memory.keep(library.newPoint(), library::freePoint);
  }

  private MemorySegment newNumber() {
    return memory.keep(library.newNumber(), library::freeNumber);
  }

  Element multiply(Element element, byte[] number) {
    readOperand(element);
    readNumber(scalar, number);
    library.multiply(product, MemorySegment.NULL, operand, scalar, context);
    return element(product);
  }

  Element multiplyBase(byte[] number) {
    readNumber(scalar, number);
    library.multiply(product, scalar, MemorySegment.NULL, MemorySegment.NULL, context);
    return element(product);
  }

  /** Adds {@code a · G + b · element} to the sum. */
  void addBaseCombination(byte[] a, Element element, byte[] b) {
    readOperand(element);
    readNumber(baseScalar, a);
    readNumber(scalar, b);
    library.multiply(product, baseScalar, operand, scalar, context);
    library.add(sum, sum, product, context);
  }

  /** Adds {@code number · element} to the sum. */
  void addProduct(Element element, byte[] number) {
    readOperand(element);
    readNumber(scalar, number);
    library.multiply(product, MemorySegment.NULL, operand, scalar, context);
    library.add(sum, sum, product, context);
  }

  /** The sum of all that was added since the last one; the next starts at the identity. */
  Element takeSum() throws CryptoException {
    if (library.isIdentity(sum)) {
      throw new CryptoException();
    }
    Element element = element(sum);
    library.setIdentity(sum);
    return element;
  }

  private void readOperand(Element element) {
    octets.set(JAVA_BYTE, 0, UNCOMPRESSED);
    MemorySegment.copy(element.coordinates(), 0, octets, JAVA_BYTE, 1, Element.COORDINATES_BYTES);
    library.readPoint(operand, octets, context);
  }

  private void readNumber(MemorySegment number, byte[] bytes) {
    MemorySegment.copy(bytes, 0, octets, JAVA_BYTE, 0, P256.NUMBER_BYTES);
    library.readNumber(number, octets);
  }

  private Element element(MemorySegment point) {
    library.writePoint(point, octets, context);
    byte[] coordinates = new byte[Element.COORDINATES_BYTES];
    MemorySegment.copy(octets, JAVA_BYTE, 1, coordinates, 0, Element.COORDINATES_BYTES);
    return Element.ofCoordinates(coordinates);
  }

  @Override
  public void close() {
    memory.close();
  }
}
