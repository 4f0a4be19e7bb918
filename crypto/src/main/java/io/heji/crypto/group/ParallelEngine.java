package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Uses so many cores at the same time and no more, whoever asks. Long lists are taken apart while
 * cores are idle and computed by threads of this engine, the others by the thread that asks; either
 * waits its turn, in the order of asking, while that many are at work. The threads are daemons and
 * end when there is nothing to do, so that an engine that nobody holds any more leaves nothing
 * behind.
 */
final class ParallelEngine implements GroupEngine {
  /** Elements that are worth a thread's attention; a whole number of the bulk engine's blocks. */
  static final int PART_MIN = 128;

  /**
   * The same for a linear combination, whose cost an element falls with the length: two halves of
   * 512 cost a fifth more than the whole and are ready in three fifths of its time.
   */
  static final int COMBINED_PART_MIN = 256;

  private static final long IDLE_SECONDS = 10;

  private final GroupEngine engine;
  private final Semaphore turns;
  private final ExecutorService pool;

  ParallelEngine(GroupEngine engine, int cores) {
    this.engine = engine;
    this.turns = new Semaphore(cores, true);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            cores,
            cores,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("heji-engine-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  /** A part of the work. */
  @FunctionalInterface
  private interface Part<T> {
    List<T> between(int from, int to) throws CryptoException;
  }

  /** What is computed in one go. */
  @FunctionalInterface
  private interface Work<T> {
    T compute() throws CryptoException;
  }

  /** Computes when it is its turn. Work asks for no other turn, so that none waits for another. */
  private <T> T inTurn(Work<T> work) throws CryptoException {
    turns.acquireUninterruptibly();
    try {
      return work.compute();
    } finally {
      turns.release();
    }
  }

  /** The same for what refuses nothing. */
  private <T> T inTurnUnrefused(Work<T> work) {
    try {
      return inTurn(work);
    } catch (CryptoException impossible) {
      throw new IllegalStateException("bug: this operation refuses nothing", impossible);
    }
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
    return inTurnUnrefused(() -> engine.hashToScalar(input, domainSeparationTag));
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
    return inTurnUnrefused(() -> engine.multiplyBase(scalar));
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
    if (elements.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          elements.size() + " elements, " + coefficients.size() + " scalars");
    }
    if (parts(elements.size(), COMBINED_PART_MIN) > 1) {
      try {
        return combinedInParts(elements, coefficients);
      } catch (CryptoException identity) {
        // The sum of a part or the whole one: computing the whole tells.
      }
    }
    return inTurn(() -> engine.linearCombination(elements, coefficients));
  }

  private Element combinedInParts(List<Element> elements, List<Scalar> coefficients)
      throws CryptoException {
    List<List<Element>> sums =
        inParts(
            elements.size(),
            COMBINED_PART_MIN,
            (from, to) -> {
              Element sum =
                  engine.linearCombination(
                      elements.subList(from, to), coefficients.subList(from, to));
              return List.of(List.of(sum));
            });
    return sums(sums).getFirst();
  }

  @Override
  public Element baseCombination(Scalar a, Element element, Scalar b) throws CryptoException {
    return inTurn(() -> engine.baseCombination(a, element, b));
  }

  @Override
  public List<Element> sums(List<List<Element>> addends) throws CryptoException {
    return inTurn(() -> engine.sums(addends));
  }

  /**
   * As many as cores are idle: where lists wait for their turn, the parts of one would wait too,
   * and parts cost more than the whole.
   */
  private int parts(int count, int partMin) {
    return Math.min(Math.max(1, turns.availablePermits()), count / partMin);
  }

  private <T> List<T> inParts(int count, Part<T> work) throws CryptoException {
    return inParts(count, PART_MIN, work);
  }

  /** The parts' results one after the other. */
  private <T> List<T> inParts(int count, int partMin, Part<T> work) throws CryptoException {
    int parts = parts(count, partMin);
    if (parts < 2) {
      return inTurn(() -> work.between(0, count));
    }
    List<Future<List<T>>> underWay = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) count * part / parts);
      int to = (int) ((long) count * (part + 1) / parts);
      underWay.add(pool.submit(() -> inTurn(() -> work.between(from, to))));
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
