package io.heji.crypto.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/**
 * Additions that Jacobian coordinates cannot do: Z = 0 where it is so, and the lanes beside, in the
 * same group and in others, as if nothing were.
 */
class JacobianTest {
  private static final ECPoint G = CustomNamedCurves.getByName("secp256r1").getG();
  private static final int GROUPS = 4;
  private static final int POINTS = GROUPS * Lanes.WIDTH;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_128);
  private final List<ECPoint> left = new ArrayList<>();
  private final List<ECPoint> right = new ArrayList<>();

  private BigInteger number() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).mod(Curve.ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /** In the coordinates of a Z of its own for each point, all of them products. */
  private Jacobian jacobian(List<ECPoint> points) {
    byte[] bytes = BulkP256Test.bytes(points);
    AffinePoints affine = new AffinePoints(GROUPS);
    affine.read(bytes, 0, POINTS);
    Jacobian jacobian = new Jacobian(GROUPS);
    for (int i = 0; i < POINTS; i++) {
      byte[] z = new byte[33];
      random.nextBytes(z);
      z[1] = 0;
      z[2] = 1;
      jacobian.z.read(i, z, 1);
    }
    Lanes square = Lanes.ofGroups(GROUPS);
    Field29.mulByConstant(jacobian.z, jacobian.z, Curve.INTO_MONTGOMERY);
    Field29.square(square, jacobian.z);
    Field29.mul(jacobian.x, affine.x, square);
    Field29.mul(square, square, jacobian.z);
    Field29.mul(jacobian.y, affine.y, square);
    return jacobian;
  }

  private void assertSums(int... impossible) {
    Jacobian sums = jacobian(left);
    sums.add(jacobian(right));
    Lanes z = Lanes.ofGroups(GROUPS);
    Field29.canonical(z, sums.z);
    byte[] written = new byte[POINTS * AffinePoints.BYTES];
    AffinePoints affine = new AffinePoints(GROUPS);
    new Normalisation(GROUPS).toAffine(sums.x, sums.y, sums.z, affine);
    affine.write(written, 0, POINTS);

    List<Integer> zeros = new ArrayList<>();
    for (int place : impossible) {
      zeros.add(place);
    }
    for (int i = 0; i < POINTS; i++) {
      boolean zero = (LaneChoice.isZero(z, i / Lanes.WIDTH) >>> (i % Lanes.WIDTH) & 1) != 0;
      byte[] one = new byte[AffinePoints.BYTES];
      System.arraycopy(written, i * AffinePoints.BYTES, one, 0, AffinePoints.BYTES);
      assertThat(zero).as("place %s", i).isEqualTo(zeros.contains(i));
      byte[] expected =
          zero
              ? new byte[AffinePoints.BYTES]
              : BulkP256Test.bytes(List.of(left.get(i).add(right.get(i))));
      assertThat(one).as("place %s", i).isEqualTo(expected);
    }
  }

  private void random() {
    for (int i = 0; i < POINTS; i++) {
      left.add(G.multiply(number()).normalize());
      right.add(G.multiply(number()).normalize());
    }
  }

  @Test
  void addsPoints() {
    random();

    assertSums();
  }

  @Test
  void givesZeroForEqualPoints() {
    random();
    for (int place : new int[] {0, 7, 11, 31}) {
      right.set(place, left.get(place));
    }

    assertSums(0, 7, 11, 31);
  }

  @Test
  void givesZeroForInversePoints() {
    random();
    for (int place : new int[] {5, 13, 21, 29}) {
      right.set(place, left.get(place).negate());
    }

    assertSums(5, 13, 21, 29);
  }

  @Test
  void givesZeroEverywhere() {
    random();
    int[] all = new int[POINTS];
    for (int i = 0; i < POINTS; i++) {
      all[i] = i;
      right.set(i, i % 2 == 0 ? left.get(i) : left.get(i).negate());
    }

    assertSums(all);
  }
}
