package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.vector.BulkP256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * P-256 eight at a time by the JDK's Vector API: for long lists. A list of one costs as much as one
 * of sixteen; {@link ListLengthEngine} gives short lists to another engine.
 */
final class VectorEngine implements GroupEngine {
  static final String NAME = "vector";

  private static final byte[] GENERATOR = Element.of(P256.GENERATOR).coordinates();

  private final BulkP256 bulk = new BulkP256();
  private final GroupEngine reference;

  /**
   * @param reference computes what the bulk arithmetic leaves out
   */
  VectorEngine(GroupEngine reference) {
    this.reference = reference;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    byte[][] messages = inputs.stream().map(Bytes::toByteArray).toArray(byte[][]::new);
    List<Element> hashed =
        elements(bulk.hashToCurve(messages, domainSeparationTag.toByteArray()), inputs.size());
    for (byte[] message : messages) {
      Arrays.fill(message, (byte) 0);
    }
    // The bulk addition cannot double. Nobody knows an input that needs it, but the answer is
    // known.
    return hashed.size() == inputs.size()
        ? hashed
        : reference.hashToGroup(inputs, domainSeparationTag);
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return HashToScalar.of(input, domainSeparationTag);
  }

  @Override
  public List<Element> decode(Bytes encoded) throws CryptoException {
    int count = GroupEngine.requireWhole(encoded);
    List<Element> decoded = elements(bulk.decompress(encoded.toByteArray()), count);
    if (decoded.size() != count) {
      throw new CryptoException();
    }
    return decoded;
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    byte[] secret = scalar.toBytes();
    byte[] product = bulk.multiplyAll(GENERATOR, secret);
    Arrays.fill(secret, (byte) 0);
    return products(product, 1).getFirst();
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    byte[] secret = scalar.toBytes();
    byte[] products = bulk.multiplyAll(coordinates(elements), secret);
    Arrays.fill(secret, (byte) 0);
    return products(products, elements.size());
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    if (elements.size() != scalars.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + scalars.size() + " scalars");
    }
    byte[] secrets = new byte[scalars.size() * P256.NUMBER_BYTES];
    for (int i = 0; i < scalars.size(); i++) {
      byte[] secret = scalars.get(i).toBytes();
      System.arraycopy(secret, 0, secrets, i * P256.NUMBER_BYTES, P256.NUMBER_BYTES);
      Arrays.fill(secret, (byte) 0);
    }
    byte[] products = bulk.multiplyEach(coordinates(elements), secrets);
    Arrays.fill(secrets, (byte) 0);
    return products(products, elements.size());
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    if (elements.isEmpty() || elements.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + coefficients.size() + " scalars");
    }
    byte[] scalars = new byte[coefficients.size() * P256.NUMBER_BYTES];
    for (int i = 0; i < coefficients.size(); i++) {
      byte[] scalar = coefficients.get(i).toBytes();
      System.arraycopy(scalar, 0, scalars, i * P256.NUMBER_BYTES, P256.NUMBER_BYTES);
    }
    List<Element> sum = elements(bulk.linearCombination(coordinates(elements), scalars), 1);
    if (sum.isEmpty()) {
      throw new CryptoException();
    }
    return sum.getFirst();
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return reference.baseCombination(a, element, b);
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    int count = addends.getFirst().size();
    byte[] sums = coordinates(addends.getFirst());
    for (List<Element> more : addends.subList(1, addends.size())) {
      sums = bulk.sums(sums, coordinates(more));
    }
    List<Element> elements = elements(sums, count);
    if (elements.size() != count) {
      throw new CryptoException();
    }
    return elements;
  }

  private static byte[] coordinates(List<Element> elements) {
    byte[] coordinates = new byte[elements.size() * Element.COORDINATES_BYTES];
    for (int i = 0; i < elements.size(); i++) {
      System.arraycopy(
          elements.get(i).coordinates(),
          0,
          coordinates,
          i * Element.COORDINATES_BYTES,
          Element.COORDINATES_BYTES);
    }
    return coordinates;
  }

  /**
   * The products, every one of them: were one left out, those after it would become the answers for
   * others.
   */
  static List<Element> products(byte[] coordinates, int count) {
    List<Element> products = elements(coordinates, count);
    if (products.size() != count) {
      // Safe: the group has prime order; an element that is not the identity times 1 … n − 1 is not
      // the identity.
      throw new IllegalStateException("bug: a product is the identity");
    }
    return products;
  }

  /** The elements that are some: zero bytes stand for none, and (0, 0) is not on the curve. */
  private static List<Element> elements(byte[] coordinates, int count) {
    List<Element> elements = new ArrayList<>(count);
    byte[] none = new byte[Element.COORDINATES_BYTES];
    for (int i = 0; i < count; i++) {
      int at = i * Element.COORDINATES_BYTES;
      byte[] one = Arrays.copyOfRange(coordinates, at, at + Element.COORDINATES_BYTES);
      if (!Arrays.equals(one, none)) {
        elements.add(Element.ofCoordinates(one));
      }
    }
    return elements;
  }
}
