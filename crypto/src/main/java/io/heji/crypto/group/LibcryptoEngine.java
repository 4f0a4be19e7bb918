package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * P-256 by OpenSSL's libcrypto, 3.0 or newer, called through the JDK's foreign functions.
 *
 * <p>A multiplication by a secret is {@code EC_POINT_mul} with one term, base or point. On x86-64
 * and 64-bit ARM that is OpenSSL's {@code nistz256}, whose tables are read by full scans; in builds
 * without it, one term takes the Montgomery ladder. Both are constant time, up to the count of
 * leading zero bytes with which {@code BN_bin2bn} shortens a scalar. Two terms at once are not
 * relied on for secrets.
 *
 * <p>libcrypto does not hash to this curve: the reference engine does that here.
 */
final class LibcryptoEngine implements GroupEngine {
  static final String NAME = "libcrypto";

  private final LibcryptoPoints library;
  private final GroupEngine reference;

  LibcryptoEngine(LibcryptoPoints library, GroupEngine reference) {
    this.library = library;
    this.reference = reference;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return NAME + " (" + library.version() + ")";
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    return reference.hashToGroup(inputs, domainSeparationTag);
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return HashToScalar.of(input, domainSeparationTag);
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    byte[] secret = scalar.toBytes();
    try (LibcryptoSession session = new LibcryptoSession(library)) {
      return session.multiplyBase(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    byte[] secret = scalar.toBytes();
    List<Element> products = new ArrayList<>(elements.size());
    try (LibcryptoSession session = new LibcryptoSession(library)) {
      for (Element element : elements) {
        products.add(session.multiply(element, secret));
      }
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return products;
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    requireSameLength(elements.size(), scalars.size());
    List<Element> products = new ArrayList<>(elements.size());
    try (LibcryptoSession session = new LibcryptoSession(library)) {
      for (int i = 0; i < elements.size(); i++) {
        byte[] secret = scalars.get(i).toBytes();
        try {
          products.add(session.multiply(elements.get(i), secret));
        } finally {
          Arrays.fill(secret, (byte) 0);
        }
      }
    }
    return products;
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    requireSameLength(elements.size(), coefficients.size());
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("a combination of no elements");
    }
    try (LibcryptoSession session = new LibcryptoSession(library)) {
      for (int i = 0; i < elements.size(); i++) {
        session.addProduct(elements.get(i), coefficients.get(i).toBytes());
      }
      return session.takeSum();
    }
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    try (LibcryptoSession session = new LibcryptoSession(library)) {
      session.addBaseCombination(a.toBytes(), element, b.toBytes());
      return session.takeSum();
    }
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    // libcrypto inverts once for each sum, the reference once for all: measured three times faster.
    return reference.sums(addends);
  }

  private static void requireSameLength(int elements, int scalars) {
    if (elements != scalars) {
      throw new IllegalArgumentException(elements + " elements, " + scalars + " scalars");
    }
  }
}
