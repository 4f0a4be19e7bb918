package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** The bulk arithmetic against Bouncy Castle, on random and on edge inputs. */
class BulkP256Test {
  private static final ECPoint G = CustomNamedCurves.getByName("secp256r1").getG();
  private static final BigInteger N = Curve.ORDER;
  private static final String TAG = "HashToGroup-OPRFV1-\1-P256-SHA256";

  private final BulkP256 bulk = new BulkP256();
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_123);

  private BigInteger scalar() {
    byte[] bytes = new byte[40];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /** Where a chain of windows could go wrong. */
  private static List<BigInteger> edgeScalars() {
    List<BigInteger> edges = new ArrayList<>();
    for (int i = 1; i <= 70; i++) {
      edges.add(BigInteger.valueOf(i));
      edges.add(N.subtract(BigInteger.valueOf(i)));
      edges.add(N.shiftRight(1).add(BigInteger.valueOf(i - 35)));
    }
    for (int bit = 1; bit < 256; bit++) {
      edges.add(BigInteger.ONE.shiftLeft(bit).mod(N));
      edges.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE).mod(N));
    }
    return edges;
  }

  static byte[] bytes(List<ECPoint> points) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ECPoint point : points) {
      out.writeBytes(point.normalize().getEncoded(false));
    }
    byte[] prefixed = out.toByteArray();
    byte[] plain = new byte[points.size() * 64];
    for (int i = 0; i < points.size(); i++) {
      System.arraycopy(prefixed, i * 65 + 1, plain, i * 64, 64);
    }
    return plain;
  }

  private static byte[] scalars(List<BigInteger> scalars) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (BigInteger scalar : scalars) {
      out.writeBytes(HexFormat.of().parseHex("%064x".formatted(scalar)));
    }
    return out.toByteArray();
  }

  @Test
  void multipliesByEveryEdgeScalar() {
    List<BigInteger> scalars = edgeScalars();
    List<ECPoint> points = new ArrayList<>();
    List<ECPoint> products = new ArrayList<>();
    for (BigInteger scalar : scalars) {
      ECPoint point = G.multiply(scalar());
      points.add(point);
      products.add(point.multiply(scalar));
    }

    assertThat(bulk.multiplyEach(bytes(points), scalars(scalars))).isEqualTo(bytes(products));
  }

  @Test
  void multipliesListsOfEveryLengthUpToABlock() {
    for (int length = 1; length <= 40; length++) {
      List<BigInteger> scalars = new ArrayList<>();
      List<ECPoint> points = new ArrayList<>();
      List<ECPoint> products = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        scalars.add(scalar());
        points.add(G.multiply(scalar()));
        products.add(points.getLast().multiply(scalars.getLast()));
      }

      assertThat(bulk.multiplyEach(bytes(points), scalars(scalars))).isEqualTo(bytes(products));
    }
  }

  @Test
  void multipliesAllByOneScalar() {
    for (BigInteger scalar :
        List.of(scalar(), scalar(), BigInteger.TWO, N.subtract(BigInteger.ONE))) {
      List<ECPoint> points = new ArrayList<>();
      List<ECPoint> products = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        points.add(G.multiply(scalar()));
        products.add(points.getLast().multiply(scalar));
      }

      assertThat(bulk.multiplyAll(bytes(points), scalars(List.of(scalar))))
          .isEqualTo(bytes(products));
    }
  }

  @Test
  void hashesToTheCurveAsBouncyCastleDoes() {
    HashToEllipticCurve reference =
        HashToEllipticCurve.getInstance(HashToCurveProfile.P256_XMD_SHA_256, TAG);
    byte[][] messages = new byte[600][];
    List<ECPoint> points = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new byte[i % 100];
      random.nextBytes(messages[i]);
      points.add(reference.hashToCurve(messages[i]));
    }

    assertThat(bulk.hashToCurve(messages, TAG.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(bytes(points));
  }

  @Test
  void decompressesWhatIsAPointAndNothingElse() {
    List<ECPoint> points = new ArrayList<>();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      points.add(G.multiply(scalar()).normalize());
      compressed.writeBytes(points.getLast().getEncoded(true));
    }
    byte[] good = compressed.toByteArray();
    assertThat(bulk.decompress(good)).isEqualTo(bytes(points));

    byte[] bad = good.clone();
    bad[0] = 4;
    bad[33] = 0;
    // x = p + 5: 5 is the x of a point, its larger form is refused.
    System.arraycopy(
        HexFormat.of().parseHex("%064x".formatted(Field29.P.add(BigInteger.valueOf(5)))),
        0,
        bad,
        67,
        32);
    // x = 1 is the x of no point.
    System.arraycopy(HexFormat.of().parseHex("%064x".formatted(BigInteger.ONE)), 0, bad, 100, 32);
    byte[] read = bulk.decompress(bad);
    assertThat(Arrays.copyOf(read, 4 * 64)).containsOnly(0);
    assertThat(Arrays.copyOfRange(read, 4 * 64, read.length))
        .isEqualTo(Arrays.copyOfRange(bytes(points), 4 * 64, 300 * 64));
  }
}
