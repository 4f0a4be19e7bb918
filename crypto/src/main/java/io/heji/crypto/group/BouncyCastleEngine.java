package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The reference engine: Bouncy Castle's P-256. Secret scalars go through {@code multiplySecret}, as
 * BigInteger, which Bouncy Castle wants; {@code ECPoint.multiply} is not constant time.
 */
final class BouncyCastleEngine implements GroupEngine {
  /**
   * Tags are constants of the program; a caller that made them up from input would grow this cache
   * without limit.
   */
  private static final int TAGS_MAX = 16;

  private final ConcurrentHashMap<Bytes, HashToEllipticCurve> hashes = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "bouncy-castle";
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    HashToEllipticCurve hash = hashUnder(domainSeparationTag);
    List<ECPoint> points = new ArrayList<>(inputs.size());
    for (Bytes input : inputs) {
      points.add(hash.hashToCurve(input.toByteArray()));
    }
    return normalised(points);
  }

  private HashToEllipticCurve hashUnder(Bytes tag) {
    HashToEllipticCurve known = hashes.get(tag);
    if (known != null) {
      return known;
    }
    // The profile's own tag is a String: each char of it becomes one byte, which is right for ASCII
    // tags only.
    String text = Bytes.ascii(new String(tag.toByteArray(), StandardCharsets.ISO_8859_1)).asUtf8();
    HashToEllipticCurve made =
        HashToEllipticCurve.getInstance(HashToCurveProfile.P256_XMD_SHA_256, text);
    if (hashes.size() < TAGS_MAX) {
      hashes.put(tag, made);
    }
    return made;
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return HashToScalar.of(input, domainSeparationTag);
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    // The comb reads its table by full scans.
    return Element.of(
        new FixedPointCombMultiplier().multiply(P256.GENERATOR, number(scalar)).normalize());
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    BigInteger number = number(scalar);
    List<ECPoint> products = new ArrayList<>(elements.size());
    for (Element element : elements) {
      products.add(ECAlgorithms.multiplySecret(element.toPoint(), number));
    }
    return normalisedProducts(products);
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    if (elements.size() != scalars.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + scalars.size() + " scalars");
    }
    List<ECPoint> products = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      products.add(ECAlgorithms.multiplySecret(elements.get(i).toPoint(), number(scalars.get(i))));
    }
    return normalisedProducts(products);
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    if (elements.isEmpty() || elements.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + coefficients.size() + " scalars");
    }
    ECPoint[] points = elements.stream().map(Element::toPoint).toArray(ECPoint[]::new);
    BigInteger[] numbers = coefficients.stream().map(Scalar::number).toArray(BigInteger[]::new);
    return notIdentity(ECAlgorithms.sumOfMultiplies(points, numbers));
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return notIdentity(
        ECAlgorithms.sumOfTwoMultiplies(P256.GENERATOR, a.number(), element.toPoint(), b.number()));
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    List<ECPoint> sums = new ArrayList<>();
    for (int i = 0; i < addends.getFirst().size(); i++) {
      ECPoint sum = P256.CURVE.getInfinity();
      for (List<Element> list : addends) {
        sum = sum.add(list.get(i).toPoint());
      }
      sums.add(sum);
    }
    return normalised(sums);
  }

  /**
   * As Bouncy Castle takes a scalar. Making a BigInteger tells by its time no more than how many
   * zero bytes a scalar begins with.
   */
  private static BigInteger number(SecretScalar scalar) {
    byte[] secret = scalar.toBytes();
    BigInteger number = new BigInteger(1, secret);
    Arrays.fill(secret, (byte) 0);
    return number;
  }

  private static Element notIdentity(ECPoint point) throws CryptoException {
    if (point.isInfinity()) {
      throw new CryptoException();
    }
    return Element.of(point.normalize());
  }

  private static List<Element> normalisedProducts(List<ECPoint> points) {
    try {
      return normalised(points);
    } catch (CryptoException impossible) {
      // Safe: the group has prime order; an element that is not the identity times 1 … n − 1 is not
      // the identity.
      throw new IllegalStateException("bug: a product is the identity", impossible);
    }
  }

  private static List<Element> normalised(List<ECPoint> points) throws CryptoException {
    ECPoint[] batch = points.toArray(ECPoint[]::new);
    if (batch.length > 0) {
      // One field inversion for all. On the points' own curve object: hash-to-curve brings another
      // than P256.CURVE, and Bouncy Castle compares them by identity.
      batch[0].getCurve().normalizeAll(batch);
    }
    List<Element> elements = new ArrayList<>(batch.length);
    for (ECPoint point : batch) {
      if (point.isInfinity()) {
        throw new CryptoException();
      }
      elements.add(Element.of(point));
    }
    return elements;
  }
}
