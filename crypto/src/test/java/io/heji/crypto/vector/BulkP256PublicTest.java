package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** What the bulk arithmetic does with public points, against Bouncy Castle. */
class BulkP256PublicTest {
  private static final ECCurve CURVE = CustomNamedCurves.getByName("secp256r1").getCurve();
  private static final ECPoint G = CustomNamedCurves.getByName("secp256r1").getG();
  private static final BigInteger N = Curve.ORDER;
  private static final byte[] IDENTITY = new byte[64];

  private final BulkP256 bulk = new BulkP256();
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_124);

  private BigInteger scalar() {
    byte[] bytes = new byte[40];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  private ECPoint point() {
    return G.multiply(scalar()).normalize();
  }

  private static byte[] bytes(ECPoint... points) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ECPoint point : points) {
      out.writeBytes(
          point.isInfinity() ? IDENTITY : BulkP256Test.bytes(List.of(point.normalize())));
    }
    return out.toByteArray();
  }

  private static byte[] bytes(List<ECPoint> points) {
    return bytes(points.toArray(ECPoint[]::new));
  }

  private static byte[] number(BigInteger number) {
    return HexFormat.of().parseHex("%064x".formatted(number));
  }

  private void assertCombination(List<ECPoint> points, List<BigInteger> scalars) {
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    scalars.forEach(scalar -> numbers.writeBytes(number(scalar)));
    ECPoint expected =
        ECAlgorithms.sumOfMultiplies(
            points.toArray(ECPoint[]::new), scalars.toArray(BigInteger[]::new));

    assertThat(bulk.linearCombination(bytes(points), numbers.toByteArray()))
        .as("%s points", points.size())
        .isEqualTo(bytes(expected));
  }

  @Test
  void combinesListsOfManyLengths() {
    for (int length : new int[] {1, 2, 3, 7, 8, 9, 31, 64, 100, 257, 1000}) {
      List<ECPoint> points = new ArrayList<>();
      List<BigInteger> scalars = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        points.add(point());
        scalars.add(scalar());
      }

      assertCombination(points, scalars);
    }
  }

  @Test
  void combinesMoreThanAChunk() {
    List<ECPoint> points = new ArrayList<>();
    List<BigInteger> scalars = new ArrayList<>();
    ECPoint[] multiples = new ECPoint[4100];
    multiples[0] = G;
    for (int i = 1; i < multiples.length; i++) {
      multiples[i] = multiples[i - 1].add(G);
    }
    CURVE.normalizeAll(multiples);
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < multiples.length; i++) {
      points.add(multiples[i]);
      scalars.add(scalar());
      expected = expected.add(scalars.getLast().multiply(BigInteger.valueOf(i + 1L)));
    }
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    scalars.forEach(scalar -> numbers.writeBytes(number(scalar)));

    assertThat(bulk.linearCombination(bytes(points), numbers.toByteArray()))
        .isEqualTo(bytes(G.multiply(expected.mod(N))));
  }

  @Test
  void combinesPointsThatRepeatOrAreInverse() {
    ECPoint a = point();
    ECPoint b = point();
    for (int length : new int[] {6, 60, 300}) {
      List<ECPoint> points = new ArrayList<>();
      List<BigInteger> scalars = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        points.add(List.of(a, a.negate(), b, a.twice().normalize(), a, b.negate()).get(i % 6));
        scalars.add(BigInteger.valueOf(random.nextInt(1, 200)));
      }

      assertCombination(points, scalars);
    }
  }

  @Test
  void combinesOnePointManyTimesOver() {
    for (int length : new int[] {8, 128, 129, 700}) {
      assertCombination(
          Collections.nCopies(length, G), Collections.nCopies(length, N.subtract(BigInteger.TWO)));
    }
  }

  @Test
  void combinesByEdgeScalars() {
    List<ECPoint> points = new ArrayList<>();
    List<BigInteger> scalars = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      points.add(i % 2 == 0 ? point() : G);
      scalars.add(BigInteger.ONE.shiftLeft(i).mod(N));
      points.add(point());
      scalars.add(N.subtract(BigInteger.valueOf(i + 1)));
      points.add(point());
      scalars.add(BigInteger.valueOf(i));
    }

    assertCombination(points, scalars);
  }

  @Test
  void combinesToTheIdentity() {
    ECPoint a = point();
    for (int half : new int[] {1, 40, 200}) {
      List<ECPoint> points = new ArrayList<>();
      List<BigInteger> scalars = new ArrayList<>();
      for (int i = 0; i < half; i++) {
        BigInteger scalar = i == 0 ? BigInteger.ZERO : scalar();
        points.add(a);
        scalars.add(scalar);
        points.add(a);
        scalars.add(N.subtract(scalar).mod(N));
      }

      assertCombination(points, scalars);
      ByteArrayOutputStream zeros = new ByteArrayOutputStream();
      points.forEach(point -> zeros.writeBytes(number(BigInteger.ZERO)));
      assertThat(bulk.linearCombination(bytes(points), zeros.toByteArray())).isEqualTo(IDENTITY);
    }
  }

  @Test
  void addsPairsOfEveryKind() {
    ECPoint identity = CURVE.getInfinity();
    for (int length : new int[] {1, 7, 8, 9, 300}) {
      List<ECPoint> left = new ArrayList<>();
      List<ECPoint> right = new ArrayList<>();
      List<ECPoint> sums = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        ECPoint a = point();
        ECPoint b = point();
        left.add(i % 11 == 3 || i % 11 == 5 ? identity : a);
        right.add(
            switch (i % 11) {
              case 1 -> a;
              case 2 -> a.negate();
              case 4, 5 -> identity;
              default -> b;
            });
        sums.add(left.getLast().add(right.getLast()));
      }

      assertThat(bulk.sums(bytes(left), bytes(right))).isEqualTo(bytes(sums));
    }
  }

  @Test
  void decompressesPointsAndGivesZerosForWhatIsNone() {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      ECPoint point = point();
      compressed.writeBytes(point.getEncoded(true));
      expected.writeBytes(bytes(point));
      byte[] refused = point.getEncoded(true);
      refused[0] = new byte[] {0, 1, 4, 5, -1, -126}[i % 6];
      compressed.writeBytes(refused);
      expected.writeBytes(IDENTITY);
    }
    BigInteger p = Field29.P;
    for (BigInteger x :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            BigInteger.valueOf(4),
            p.subtract(BigInteger.ONE),
            p.subtract(BigInteger.TWO),
            p,
            p.add(BigInteger.ONE),
            p.add(BigInteger.valueOf(5)),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE))) {
      for (byte prefix : new byte[] {2, 3}) {
        compressed.write(prefix);
        compressed.writeBytes(number(x));
        expected.writeBytes(pointOrZeros(prefix, x));
      }
    }

    assertThat(bulk.decompress(compressed.toByteArray())).isEqualTo(expected.toByteArray());
  }

  /** As the reference decodes it. */
  private static byte[] pointOrZeros(byte prefix, BigInteger x) {
    byte[] encoded = new byte[33];
    encoded[0] = prefix;
    System.arraycopy(number(x), 0, encoded, 1, 32);
    try {
      return bytes(CURVE.decodePoint(encoded));
    } catch (IllegalArgumentException refused) {
      return IDENTITY;
    }
  }
}
