package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.Scalar;
import io.heji.crypto.group.SecretScalar;
import io.heji.sandbox.bench.ComparedBatch.Operation;
import io.heji.sandbox.bench.ComparedBatch.Work;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scalars at the edges, and what every engine must refuse. */
final class ComparedEdges {
  /** Enough for engines that take another way for long lists. */
  private static final int ELEMENTS_MAX = 40;

  /** Of the group, FIPS 186-4 section D.1.2.3. */
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final BigInteger MINUS_ONE = ORDER.subtract(BigInteger.ONE);

  private static final List<BigInteger> EDGES =
      List.of(
          BigInteger.ONE,
          BigInteger.TWO,
          BigInteger.valueOf(3),
          BigInteger.valueOf(255),
          BigInteger.valueOf(256),
          BigInteger.ONE.shiftLeft(64),
          BigInteger.ONE.shiftLeft(255),
          ORDER.shiftRight(1),
          ORDER.shiftRight(1).add(BigInteger.ONE),
          ORDER.subtract(BigInteger.TWO),
          MINUS_ONE);

  private final GroupEngine reference;
  private final List<Element> elements;
  private final List<SecretScalar> secrets = new ArrayList<>();
  private final List<Scalar> numbers = new ArrayList<>();

  ComparedEdges(GroupEngine reference, List<Element> elements) throws CryptoException {
    this.reference = reference;
    this.elements = elements.subList(0, Math.min(ELEMENTS_MAX, elements.size()));
    for (int i = 0; i < this.elements.size(); i++) {
      secrets.add(secret(EDGES.get(i % EDGES.size())));
      // Public numbers may be 0, secret ones may not.
      numbers.add(number(i % 2 == 0 ? EDGES.get(i / 2 % EDGES.size()) : BigInteger.ZERO));
    }
  }

  List<Operation> operations() throws CryptoException {
    List<Operation> operations = new ArrayList<>();
    for (BigInteger edge : EDGES) {
      SecretScalar secret = secret(edge);
      operations.add(byReference("multiply, edge scalar", e -> e.multiply(elements, secret)));
      operations.add(
          byReference(
              "multiply one, edge scalar", e -> e.multiply(List.of(elements.getFirst()), secret)));
      operations.add(byReference("multiply base, edge scalar", e -> e.multiplyBase(secret)));
      operations.add(
          byReference(
              "base combination, edge scalar",
              e -> e.baseCombination(number(edge), elements.getFirst(), number(BigInteger.TWO))));
    }
    operations.add(
        byReference("multiply, edge scalars of each", e -> e.multiply(elements, secrets)));
    operations.add(
        byReference("combine, edge scalars and 0", e -> e.linearCombination(elements, numbers)));
    refusals(operations);
    return operations;
  }

  private void refusals(List<Operation> operations) throws CryptoException {
    List<Element> negated = reference.multiply(elements, secret(MINUS_ONE));
    Bytes good = TokenWork.encoded(elements);
    Bytes first = elements.getFirst().encode();
    Bytes uncompressed = Bytes.concat(Bytes.of((byte) 4), first.slice(1, Element.SIZE_BYTES));
    Bytes tooLarge =
        Bytes.concat(Bytes.of((byte) 2), Bytes.of(filled(Element.SIZE_BYTES - 1, (byte) 0xff)));
    operations.add(refused("add to the identity", e -> e.sums(List.of(elements, negated))));
    operations.add(
        refused(
            "combine to the identity",
            e ->
                e.linearCombination(
                    List.of(elements.getFirst(), negated.getFirst()),
                    List.of(number(BigInteger.ONE), number(BigInteger.ONE)))));
    operations.add(
        refused("decode a wrong prefix", e -> e.decode(Bytes.concat(good, uncompressed))));
    operations.add(refused("decode x beyond p", e -> e.decode(Bytes.concat(good, tooLarge))));
    operations.add(refused("decode a part", e -> e.decode(Bytes.concat(good, first.slice(0, 1)))));
  }

  private static byte[] filled(int size, byte value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private Operation byReference(String name, Work work) throws CryptoException {
    return new Operation(name, work, work.by(reference));
  }

  private static Operation refused(String name, Work work) {
    return new Operation(
        name,
        engine -> {
          try {
            return work.by(engine);
          } catch (CryptoException refused) {
            return "refused";
          }
        },
        "refused");
  }

  private static SecretScalar secret(BigInteger number) throws CryptoException {
    return SecretScalar.fromSecretBytes(SecretBytes.of(fixed(number)));
  }

  private static Scalar number(BigInteger number) throws CryptoException {
    return Scalar.decode(fixed(number));
  }

  private static Bytes fixed(BigInteger number) {
    byte[] bytes = new byte[Scalar.SIZE_BYTES];
    byte[] given = number.toByteArray();
    int from = Math.max(0, given.length - bytes.length);
    System.arraycopy(given, from, bytes, bytes.length - (given.length - from), given.length - from);
    return Bytes.of(bytes);
  }
}
