package io.heji.sandbox.bench;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.sandbox.bench.ComparedBatch.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The same bytes from every engine: a batch of random identifiers for each core at a time, so that
 * memory does not grow with their number. An engine that throws has given other bytes.
 */
public final class EngineComparison {
  private static final int BATCH = 1_000;

  /** Of so many batches, the first also has edge cases. */
  private static final int EDGES_EVERY = 50;

  private final GroupEngine reference;
  private final Map<String, GroupEngine> engines;
  private final List<String> missing;
  private final Randomness randomness;

  // Written by all workers; an entry a kind of difference, not one a difference.
  private final TreeMap<String, Long> differences = new TreeMap<>();

  EngineComparison(
      GroupEngine reference,
      Map<String, GroupEngine> engines,
      List<String> missing,
      Randomness randomness) {
    this.reference = reference;
    this.engines = new LinkedHashMap<>(engines);
    this.missing = List.copyOf(missing);
    this.randomness = randomness;
  }

  /**
   * Of every engine that should be there.
   *
   * @param without engines that this machine cannot have
   * @param cores over which {@code auto} spreads its lists
   */
  public static EngineComparison of(Set<EngineChoice> without, int cores, Randomness randomness) {
    Map<String, GroupEngine> engines = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (EngineChoice choice :
        List.of(EngineChoice.LIBCRYPTO, EngineChoice.VECTOR, EngineChoice.AUTO)) {
      if (without.contains(choice)) {
        continue;
      }
      try {
        int given = choice == EngineChoice.AUTO ? cores : 1;
        GroupEngine engine = GroupEngines.choose(choice, given).engine();
        engines.put(
            choice == EngineChoice.AUTO
                ? choice.configured() + " (" + engine.name() + ")"
                : choice.configured(),
            engine);
      } catch (EngineUnavailableException unusable) {
        missing.add(choice.configured() + ": " + unusable.reason());
      }
    }
    return new EngineComparison(GroupEngines.bouncyCastle(), engines, missing, randomness);
  }

  /**
   * What came of it.
   *
   * @param engines whose results were compared with the reference's
   * @param missing engines that should be there and are not usable, with the reason
   * @param compared identifiers
   * @param operations that were compared
   * @param differences engines' operations that gave other bytes or threw, with the number of times
   */
  public record Outcome(
      List<String> engines,
      List<String> missing,
      long compared,
      List<String> operations,
      Map<String, Long> differences) {
    /** Every engine is there and gives the reference's bytes. */
    public boolean same() {
      return missing.isEmpty() && differences.isEmpty() && !engines.isEmpty();
    }
  }

  /**
   * Compares.
   *
   * @param cores batches at a time
   * @param done told how many identifiers are done, by one thread at a time
   */
  public Outcome run(long identifiers, int cores, LongConsumer done) throws InterruptedException {
    long batches = (identifiers + BATCH - 1) / BATCH;
    AtomicLong next = new AtomicLong();
    AtomicLong compared = new AtomicLong();
    Set<String> operations = new TreeSet<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(cores)) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < cores; i++) {
        working.add(
            workers.submit(
                () -> {
                  for (long batch = next.getAndIncrement();
                      batch < batches;
                      batch = next.getAndIncrement()) {
                    int count = (int) Math.min(BATCH, identifiers - batch * BATCH);
                    List<Operation> all = operations(count, batch % EDGES_EVERY == 0);
                    compare(all);
                    synchronized (this) {
                      all.forEach(operation -> operations.add(operation.name()));
                      done.accept(compared.addAndGet(count));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> worker : working) {
        var _ = worker.get();
      }
    } catch (ExecutionException broken) {
      throw new IllegalStateException("bug: the reference refuses what it should not", broken);
    }
    return new Outcome(
        List.copyOf(engines.keySet()), missing, identifiers, List.copyOf(operations), differences);
  }

  private List<Operation> operations(int count, boolean withEdges) throws CryptoException {
    ComparedBatch batch = new ComparedBatch(count, reference, randomness);
    List<Operation> all = new ArrayList<>(batch.operations());
    if (withEdges) {
      all.addAll(batch.more());
      all.addAll(new ComparedEdges(reference, batch.hashed()).operations());
    }
    return all;
  }

  private void compare(List<Operation> operations) {
    engines.forEach(
        (name, engine) -> {
          for (Operation operation : operations) {
            try {
              if (!operation.work().by(engine).equals(operation.expected())) {
                note(name + ": " + operation.name() + " differs");
              }
            } catch (CryptoException | RuntimeException | LinkageError thrown) {
              note(name + ": " + operation.name() + " throws " + thrown.getClass().getSimpleName());
            }
          }
        });
  }

  private synchronized void note(String difference) {
    differences.merge(difference, 1L, Long::sum);
  }
}
