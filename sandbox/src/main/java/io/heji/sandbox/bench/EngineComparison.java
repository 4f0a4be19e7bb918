package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.group.Scalar;
import io.heji.crypto.group.SecretScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The same bytes from every engine, on random identifiers. */
public final class EngineComparison {
  private static final int CHUNK = 1_000;
  private static final int IDENTITY_BYTES = 34;
  private static final Bytes TAG = Bytes.ascii("HashToGroup-OPRFV1-\1-P256-SHA256");

  private final Randomness randomness;

  public EngineComparison(Randomness randomness) {
    this.randomness = randomness;
  }

  /**
   * What came of it.
   *
   * @param engines whose results were compared with the reference's
   * @param missing engines that are not usable here, with the reason
   * @param compared identifiers
   * @param differences steps in which an engine gave other bytes
   */
  public record Outcome(
      List<String> engines, List<String> missing, long compared, List<String> differences) {}

  public Outcome run(long identifiers, int cores, LongConsumer done) throws CryptoException {
    GroupEngine reference;
    List<GroupEngine> others = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try {
      reference = GroupEngines.choose(EngineChoice.BOUNCY_CASTLE, cores).engine();
    } catch (EngineUnavailableException never) {
      throw new IllegalStateException("bug: the reference is always there", never);
    }
    for (EngineChoice choice : List.of(EngineChoice.LIBCRYPTO, EngineChoice.VECTOR)) {
      try {
        others.add(GroupEngines.choose(choice, cores).engine());
      } catch (EngineUnavailableException unusable) {
        missing.add(choice.configured() + ": " + unusable.reason());
      }
    }
    List<String> differences = new ArrayList<>();
    for (long compared = 0; compared < identifiers; compared += CHUNK) {
      int count = (int) Math.min(CHUNK, identifiers - compared);
      compare(count, reference, others, differences);
      done.accept(compared + count);
    }
    return new Outcome(
        others.stream().map(GroupEngine::name).toList(), missing, identifiers, differences);
  }

  private void compare(
      int count, GroupEngine reference, List<GroupEngine> others, List<String> differences)
      throws CryptoException {
    List<Bytes> identities = new ArrayList<>();
    List<SecretScalar> blinds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identities.add(Bytes.of(randomness.bytes(IDENTITY_BYTES)));
      blinds.add(SecretScalar.random(randomness));
    }
    SecretScalar share = SecretScalar.random(randomness);
    List<Element> hashed = reference.hashToGroup(identities, TAG);
    List<Element> blinded = reference.multiply(hashed, blinds);
    List<Element> evaluated = reference.multiply(blinded, share);
    List<Element> sums = reference.sums(List.of(blinded, evaluated));
    Bytes encoded = Bytes.concat(blinded.stream().map(Element::encode).toArray(Bytes[]::new));
    List<Scalar> coefficients = reference.hashToScalars(count, i -> blinded.get(i).encode(), TAG);
    Element combined = reference.linearCombination(blinded, coefficients);
    for (GroupEngine engine : others) {
      note(
          differences, engine, "hash to curve", engine.hashToGroup(identities, TAG).equals(hashed));
      note(differences, engine, "blind", engine.multiply(hashed, blinds).equals(blinded));
      note(differences, engine, "evaluate", engine.multiply(blinded, share).equals(evaluated));
      note(differences, engine, "sums", engine.sums(List.of(blinded, evaluated)).equals(sums));
      note(differences, engine, "decode", engine.decode(encoded).equals(blinded));
      note(
          differences,
          engine,
          "hash to scalar",
          engine.hashToScalars(count, i -> blinded.get(i).encode(), TAG).equals(coefficients));
      note(
          differences,
          engine,
          "combine",
          engine.linearCombination(blinded, coefficients).equals(combined));
    }
  }

  private static void note(
      List<String> differences, GroupEngine engine, String step, boolean same) {
    if (!same) {
      differences.add(engine.name() + ": " + step);
    }
  }
}
