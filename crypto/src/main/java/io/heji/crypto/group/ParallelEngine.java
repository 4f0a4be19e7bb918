package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Spreads long lists over cores. Threads are daemons and as many as cores were given, whoever asks:
 * more work waits its turn.
 */
final class ParallelEngine implements GroupEngine {
  /** Elements that are worth a thread's attention; a whole number of the bulk engine's blocks. */
  static final int PART_MIN = 128;

  private final GroupEngine engine;
  private final int cores;
  private final ExecutorService pool;

  ParallelEngine(GroupEngine engine, int cores) {
    this.engine = engine;
    this.cores = cores;
    this.pool =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("heji-engine-", 0).factory());
  }

  /** A part of the work. */
  @FunctionalInterface
  private interface Part<T> {
    List<T> between(int from, int to) throws CryptoException;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String description() {
    return engine.description();
  }

  @Override
  public List<Element> hashToGroup(List<Bytes> inputs, Bytes domainSeparationTag)
      throws CryptoException {
    return inParts(
        inputs.size(),
        (from, to) -> engine.hashToGroup(inputs.subList(from, to), domainSeparationTag));
  }

  @Override
  public Scalar hashToScalar(Bytes input, Bytes domainSeparationTag) {
    return engine.hashToScalar(input, domainSeparationTag);
  }

  @Override
  public List<Scalar> hashToScalars(int count, IntFunction<Bytes> inputs, Bytes tag) {
    try {
      return inParts(
          count, (from, to) -> engine.hashToScalars(to - from, i -> inputs.apply(from + i), tag));
    } catch (CryptoException impossible) {
      throw new IllegalStateException("bug: hashing to scalars refuses nothing", impossible);
    }
  }

  @Override
  public List<Element> decode(Bytes encoded) throws CryptoException {
    return inParts(
        GroupEngine.requireWhole(encoded),
        (from, to) ->
            engine.decode(encoded.slice(from * Element.SIZE_BYTES, to * Element.SIZE_BYTES)));
  }

  @Override
  public Element multiplyBase(SecretScalar scalar) {
    return engine.multiplyBase(scalar);
  }

  @Override
  public List<Element> multiply(List<Element> elements, SecretScalar scalar) {
    return products(
        elements.size(), (from, to) -> engine.multiply(elements.subList(from, to), scalar));
  }

  @Override
  public List<Element> multiply(List<Element> elements, List<SecretScalar> scalars) {
    if (elements.size() != scalars.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + scalars.size() + " scalars");
    }
    return products(
        elements.size(),
        (from, to) -> engine.multiply(elements.subList(from, to), scalars.subList(from, to)));
  }

  private List<Element> products(int count, Part<Element> part) {
    try {
      return inParts(count, part);
    } catch (CryptoException impossible) {
      throw new IllegalStateException("bug: multiplication refuses nothing", impossible);
    }
  }

  @Override
  public Element linearCombination(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    // Its cost an element falls with the list's length: parts would cost more than they save.
    return engine.linearCombination(elements, coefficients);
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return engine.baseCombination(a, element, b);
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    return engine.sums(addends);
  }

  /** The parts' results one after the other. */
  private <T> List<T> inParts(int count, Part<T> work) throws CryptoException {
    int parts = Math.min(cores, count / PART_MIN);
    if (parts < 2) {
      return work.between(0, count);
    }
    List<Future<List<T>>> underWay = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) count * part / parts);
      int to = (int) ((long) count * (part + 1) / parts);
      underWay.add(pool.submit(() -> work.between(from, to)));
    }
    List<T> results = new ArrayList<>(count);
    for (Future<List<T>> part : underWay) {
      results.addAll(result(part));
    }
    return results;
  }

  private static <T> List<T> result(Future<List<T>> part) throws CryptoException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return part.get();
        } catch (InterruptedException again) {
          // The parts are short; who was interrupted learns it when they are done.
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof CryptoException refused) {
        throw refused;
      }
      throw new IllegalStateException("an engine's part failed", failed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
