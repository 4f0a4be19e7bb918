package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine against the reference, seeded: every operation, random and edge arguments. */
@ParameterizedClass
@MethodSource("io.heji.crypto.group.Engines#all")
class EnginePropertyTest {
  private static final Bytes TAG = Bytes.ascii("test");
  private static final BigInteger N = P256.ORDER;

  /** Long enough to be spread over two cores. */
  private static final int ELEMENTS = 2 * ParallelEngine.PART_MIN + 3;

  private static final int COMBINED = 40;

  private final GroupEngine reference = GroupEngines.bouncyCastle();
  private final SeededRandomness random = new SeededRandomness("engines");
  private final GroupEngine engine;
  private List<Element> elements = List.of();

  EnginePropertyTest(GroupEngine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void hash() throws Exception {
    List<Bytes> inputs = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      inputs.add(Bytes.of(random.bytes(18)));
    }
    elements = engine.hashToGroup(inputs, TAG);
    assertThat(elements).isEqualTo(reference.hashToGroup(inputs, TAG));
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
    for (int i = 0; i < COMBINED; i++) {
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
  void hashesToScalarsLikeTheReference() {
    List<Scalar> expected = new ArrayList<>();
    for (Element element : elements) {
      expected.add(reference.hashToScalar(element.encode(), TAG));
    }
    assertThat(engine.hashToScalars(elements.size(), i -> elements.get(i).encode(), TAG))
        .isEqualTo(expected);
  }

  @Test
  void readsWhatIsAnElementAndRefusesAListWithOneThatIsNot() throws Exception {
    Bytes encoded = Bytes.concat(elements.stream().map(Element::encode).toArray(Bytes[]::new));
    assertThat(engine.decode(encoded)).isEqualTo(elements);
    assertThat(engine.decode(Bytes.EMPTY)).isEmpty();

    Bytes good = elements.getFirst().encode();
    List<Bytes> bad =
        List.of(
            Bytes.concat(Bytes.of((byte) 4), good.slice(1, 33)),
            Bytes.concat(Bytes.of((byte) 0), good.slice(1, 33)),
            Bytes.concat(Bytes.of((byte) 2), Bytes.of(P256.fixed(P256.PRIME))),
            // p + 5, where 5 is the x of an element
            Bytes.concat(
                Bytes.of((byte) 2), Bytes.of(P256.fixed(P256.PRIME.add(BigInteger.valueOf(5))))),
            Bytes.concat(Bytes.of((byte) 2), Bytes.of(P256.fixed(BigInteger.ONE))),
            good.slice(0, 32));
    assertThat(Element.decode(withX(BigInteger.valueOf(5)))).isNotNull();
    for (Bytes wrong : bad) {
      assertThatThrownBy(() -> engine.decode(Bytes.concat(encoded, wrong)))
          .isInstanceOf(CryptoException.class);
    }
  }

  private static Bytes withX(BigInteger x) {
    return Bytes.concat(Bytes.of((byte) 2), Bytes.of(P256.fixed(x)));
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
