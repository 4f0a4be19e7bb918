package io.heji.sandbox.bench;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.sandbox.bench.TokensReport.LeftOut;
import io.heji.sandbox.bench.TokensReport.Row;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a token costs, step by step, on every engine, in batches of 1, 64 and 1,000; before and
 * after each step {@code openssl speed ecdhp256}. One core: times are the thread's processor time,
 * as {@code openssl speed} counts. The last rows spread a list over cores and count by the clock,
 * as {@code openssl speed -elapsed} does.
 */
public final class TokensBench {
  public static final List<Integer> BATCHES = List.of(1, 64, 1_000);

  /** The first is the reference. */
  public static final List<EngineChoice> ENGINES =
      List.of(
          EngineChoice.BOUNCY_CASTLE,
          EngineChoice.LIBCRYPTO,
          EngineChoice.VECTOR,
          EngineChoice.AUTO);

  private static final int BULK = 1_000;

  /** A batch's elements are numbered in two bytes. */
  private static final int SPREAD_MAX = 65_000;

  private static final List<TokenStep> SPREAD_STEPS =
      List.of(TokenStep.EVALUATE, TokenStep.AGENT, TokenStep.TOKENISER);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double NANOS_PER_MICRO = 1_000;

  /** Calls between two looks at the clock take at least so long, or looking would be measured. */
  private static final long LOOK_NANOS = NANOS_PER_MILLI / 2;

  private final long measureNanos;
  private final List<EngineChoice> engines;
  private final Randomness randomness;
  private final Consumer<String> progress;
  private final Anchor anchor = new Anchor(OpensslSpeed::micros);
  private final Anchor clockAnchor = new Anchor(OpensslSpeed::clockMicros);
  private final List<Row> rows = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  // Results go here, so that no work is dropped because nobody wants them.
  @SuppressWarnings("UnusedVariable")
  private volatile @Nullable Object result;

  /**
   * @param measureMillis how long each figure is measured, after as long a warm-up
   * @param engines which are measured
   */
  public TokensBench(
      int measureMillis,
      List<EngineChoice> engines,
      Randomness randomness,
      Consumer<String> progress) {
    this.measureNanos = measureMillis * NANOS_PER_MILLI;
    this.engines = List.copyOf(engines);
    this.randomness = randomness;
    this.progress = progress;
  }

  /** Measures; once for each bench. */
  public TokensReport run(int cores) throws InterruptedException, CryptoException {
    Double before = anchor.sample();
    for (EngineChoice choice : engines) {
      ChosenEngine chosen;
      try {
        chosen = GroupEngines.choose(choice, 1);
      } catch (EngineUnavailableException missing) {
        leftOut.add(new LeftOut(choice.configured(), missing.reason()));
        continue;
      }
      chosen
          .passedOver()
          .forEach(
              other ->
                  leftOut.add(
                      new LeftOut(
                          choice.configured() + " without " + other.name(), other.reason())));
      for (int batch : BATCHES) {
        progress.accept(chosen.engine().name() + ", batches of " + batch);
        TokenWork work = new TokenWork(chosen.engine(), batch, randomness);
        for (TokenStep step : TokenStep.values()) {
          before =
              measure(
                  choice,
                  1,
                  batch,
                  step,
                  work,
                  ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime,
                  anchor,
                  before);
        }
      }
    }
    if (engines.contains(EngineChoice.AUTO)) {
      spread(cores);
    }
    return new TokensReport(Machine.here(), anchor.samples(), clockAnchor.samples(), leftOut, rows);
  }

  /** One list, always as long, over more and more cores. */
  private void spread(int cores) throws InterruptedException, CryptoException {
    Double before = clockAnchor.sample();
    int batch = Math.min(SPREAD_MAX, cores * BULK);
    for (int given : coreCounts(cores)) {
      progress.accept("auto, a list of " + batch + ", cores: " + given);
      TokenWork work = new TokenWork(engine(given), batch, randomness);
      for (TokenStep step : SPREAD_STEPS) {
        before =
            measure(
                EngineChoice.AUTO, given, batch, step, work, System::nanoTime, clockAnchor, before);
      }
    }
  }

  private static GroupEngine engine(int cores) {
    try {
      return GroupEngines.choose(EngineChoice.AUTO, cores).engine();
    } catch (EngineUnavailableException never) {
      throw new IllegalStateException("bug: there is always an engine", never);
    }
  }

  /** 1, 2, 4 and so on, and all. */
  static List<Integer> coreCounts(int cores) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count < cores; count *= 2) {
      counts.add(count);
    }
    counts.add(cores);
    return counts;
  }

  private @Nullable Double measure(
      EngineChoice choice,
      int cores,
      int batch,
      TokenStep step,
      TokenWork work,
      LongSupplier clock,
      Anchor beside,
      @Nullable Double before)
      throws InterruptedException, CryptoException {
    repeat(work, step, clock);
    double micros = repeat(work, step, clock) / batch;
    Double after = beside.sample();
    rows.add(new Row(choice.configured(), cores, batch, step, micros, before, after));
    return after;
  }

  /** Microseconds a call. */
  private double repeat(TokenWork work, TokenStep step, LongSupplier clock) throws CryptoException {
    long calls = 0;
    long callsALook = 1;
    long begun = clock.getAsLong();
    long looked = begun;
    long now = begun;
    while (now - begun < measureNanos) {
      for (long i = 0; i < callsALook; i++) {
        result = work.run(step);
      }
      calls += callsALook;
      now = clock.getAsLong();
      callsALook = now - looked < LOOK_NANOS ? 2 * callsALook : callsALook;
      looked = now;
    }
    return (now - begun) / NANOS_PER_MICRO / calls;
  }
}
