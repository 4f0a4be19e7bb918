package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** libcrypto against the reference, seeded: every operation, random and edge arguments. */
class LibcryptoEnginePropertyTest {
  private static final Bytes TAG = Bytes.ascii("test");
  private static final BigInteger N = P256.ORDER;
  private static final int ELEMENTS = 40;

  private final GroupEngine reference = GroupEngines.bouncyCastle();
  private final SeededRandomness random = new SeededRandomness("libcrypto");
  private GroupEngine engine = reference;
  private List<Element> elements = List.of();

  @BeforeEach
  void load() throws Exception {
    try {
      engine = GroupEngines.libcrypto();
    } catch (EngineUnavailableException absent) {
      Assumptions.abort("no libcrypto: " + absent);
    }
    List<Bytes> inputs = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      inputs.add(Bytes.of(random.bytes(18)));
    }
    elements = engine.hashToGroup(inputs, TAG);
  }

  @Test
  void multipliesByEdgeScalarsLikeTheReference() throws Exception {
    BigInteger half = N.shiftRight(1);
    List<BigInteger> edges =
        List.of(
            BigInteger.ONE,
            BigInteger.TWO,
            half,
            half.add(BigInteger.ONE),
            N.subtract(BigInteger.TWO),
            N.subtract(BigInteger.ONE));
    for (BigInteger edge : edges) {
      SecretScalar scalar = secret(edge);
      assertThat(engine.multiplyBase(scalar)).isEqualTo(reference.multiplyBase(scalar));
      assertThat(engine.multiply(elements, scalar)).isEqualTo(reference.multiply(elements, scalar));
    }
  }

  @Test
  void multipliesByRandomScalarsLikeTheReference() {
    List<SecretScalar> scalars = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      scalars.add(SecretScalar.random(random));
    }
    assertThat(engine.multiply(elements, scalars)).isEqualTo(reference.multiply(elements, scalars));
    assertThat(engine.multiply(List.of(), scalars.getFirst())).isEmpty();
  }

  @Test
  void combinesLikeTheReferenceWithZeroesAndRepeats() throws Exception {
    List<Scalar> coefficients = new ArrayList<>();
    List<Element> repeated = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      coefficients.add(i % 5 == 0 ? Scalar.of(BigInteger.ZERO) : scalar());
      repeated.add(elements.get(i / 2));
      List<Element> some = List.copyOf(repeated);
      if (i > 0) {
        assertThat(engine.linearCombination(some, coefficients))
            .isEqualTo(reference.linearCombination(some, coefficients));
      }
    }
    Scalar a = scalar();
    Scalar b = scalar();
    assertThat(engine.baseCombination(a, elements.getFirst(), b))
        .isEqualTo(reference.baseCombination(a, elements.getFirst(), b));
  }

  @Test
  void addsLikeTheReferenceEqualElementsToo() throws Exception {
    List<List<Element>> addends = List.of(elements, elements, elements.reversed());
    assertThat(engine.sums(addends)).isEqualTo(reference.sums(addends));
  }

  @Test
  void refusesTheIdentity() throws Exception {
    List<Element> inverses = engine.multiply(elements, secret(N.subtract(BigInteger.ONE)));
    Scalar one = Scalar.of(BigInteger.ONE);
    Element generator = engine.multiplyBase(secret(BigInteger.ONE));

    assertThatThrownBy(() -> engine.sums(List.of(elements, inverses)))
        .isInstanceOf(CryptoException.class);
    List<Element> pair = List.of(elements.getFirst(), inverses.getFirst());
    assertThatThrownBy(() -> engine.linearCombination(pair, List.of(one, one)))
        .isInstanceOf(CryptoException.class);
    Scalar minusOne = Scalar.of(BigInteger.ONE.negate());
    assertThatThrownBy(() -> engine.baseCombination(one, generator, minusOne))
        .isInstanceOf(CryptoException.class);
  }

  private Scalar scalar() {
    return Scalar.of(new BigInteger(1, random.bytes(32)));
  }

  private static SecretScalar secret(BigInteger number) throws CryptoException {
    return SecretScalar.fromSecretBytes(SecretBytes.of(Bytes.of(P256.fixed(number))));
  }
}
