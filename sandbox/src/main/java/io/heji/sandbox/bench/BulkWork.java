package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What all parties must compute on the curve for one customer, in microseconds of this machine when
 * each core does nothing else: one thread a core, batches of 1,000, engine {@code auto}.
 *
 * @param agentBlind hash, blinds, multiplication
 * @param agentFinish decoding and verifying two answers, adding, unblinding, finalizing
 * @param tokeniser one tokeniser's decoding, evaluation and proof
 */
public record BulkWork(double agentBlind, double agentFinish, double tokeniser) {
  private static final int BATCH = 1_000;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double MICROS_PER_SECOND = 1_000_000;

  /** All parties of one customer. */
  @JsonProperty
  public double micros() {
    return agentBlind + agentFinish + TokenWork.TOKENISERS * tokeniser;
  }

  /** What this machine could do if nothing else cost anything. */
  @JsonProperty
  public double customersPerSecond() {
    return MICROS_PER_SECOND / micros();
  }

  /**
   * The faster of two measurements, part by part: a program that was still cold or a machine that
   * was busy must not make what comes out at the end look better.
   */
  BulkWork fasterOf(BulkWork other) {
    return new BulkWork(
        Math.min(agentBlind, other.agentBlind),
        Math.min(agentFinish, other.agentFinish),
        Math.min(tokeniser, other.tokeniser));
  }

  /** A part of the work on one batch. */
  @FunctionalInterface
  private interface Part {
    @Nullable Object of(TokenWork batch) throws CryptoException;
  }

  /**
   * Measures.
   *
   * @param nanos how long each of three parts, after as long a warm-up
   */
  static BulkWork measure(int cores, long nanos, Randomness randomness)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      List<TokenWork> batches = new ArrayList<>();
      for (int i = 0; i < cores; i++) {
        batches.add(new TokenWork(engine(), BATCH, randomness));
      }
      return new BulkWork(
          micros(threads, batches, nanos, TokenWork::blindForAgent),
          micros(threads, batches, nanos, TokenWork::finishForAgent),
          micros(threads, batches, nanos, batch -> batch.run(TokenStep.TOKENISER)));
    } catch (CryptoException | ExecutionException failed) {
      throw new IllegalStateException("bug: an engine refuses its own results", failed);
    }
  }

  private static GroupEngine engine() {
    try {
      return GroupEngines.choose(EngineChoice.AUTO, 1).engine();
    } catch (EngineUnavailableException never) {
      throw new IllegalStateException("bug: there is always an engine", never);
    }
  }

  /** Microseconds of the machine for each element: the threads' rates added up. */
  private static double micros(
      ExecutorService threads, List<TokenWork> batches, long nanos, Part part)
      throws InterruptedException, ExecutionException {
    elementsPerMicro(threads, batches, nanos, part);
    return 1 / elementsPerMicro(threads, batches, nanos, part);
  }

  private static double elementsPerMicro(
      ExecutorService threads, List<TokenWork> batches, long nanos, Part part)
      throws InterruptedException, ExecutionException {
    List<Future<Double>> rates = new ArrayList<>();
    for (TokenWork batch : batches) {
      rates.add(threads.submit(() -> elementsPerMicro(batch, nanos, part)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += rate.get();
    }
    return sum;
  }

  private static double elementsPerMicro(TokenWork batch, long nanos, Part part)
      throws CryptoException {
    long begun = System.nanoTime();
    long elements = 0;
    long taken = 0;
    while (taken < nanos) {
      Object _ = part.of(batch);
      elements += BATCH;
      taken = System.nanoTime() - begun;
    }
    return elements * NANOS_PER_MICRO / taken;
  }
}
