package io.heji.sandbox.bench;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.group.SecretScalar;
import io.heji.crypto.oprf.Blinding;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a token costs, step by step, on every engine, in batches of 1, 64 and 1,000; beside it
 * {@code openssl speed ecdhp256}, measured before each engine and batch. One core: times are the
 * thread's processor time, as {@code openssl speed} counts. The last rows spread the whole work
 * over cores and count by the clock.
 */
public final class TokensBench {
  static final List<Integer> BATCHES = List.of(1, 64, 1_000);

  /** Of the federation whose customer is measured. */
  static final int TOKENISERS = 2;

  private static final int IDENTITY_BYTES = 34;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final Bytes TAG = Bytes.ascii("HashToGroup-OPRFV1-\1-P256-SHA256");

  private final long measureNanos;
  private final Randomness randomness;
  private final Consumer<String> progress;

  /**
   * @param measureMillis how long each figure is measured, after as long a warm-up
   */
  public TokensBench(int measureMillis, Randomness randomness, Consumer<String> progress) {
    this.measureNanos = measureMillis * NANOS_PER_MILLI;
    this.randomness = randomness;
    this.progress = progress;
  }

  /**
   * One figure.
   *
   * @param engine which
   * @param cores how many it was given
   * @param batch elements at a time
   * @param step what was done
   * @param micros for each element
   * @param anchor microseconds of a multiplication by {@code openssl speed} just before; empty
   *     without it
   */
  public record Row(
      String engine, int cores, int batch, String step, double micros, OptionalDouble anchor) {
    /** How many times as fast as one multiplication by {@code openssl speed}; 0 without it. */
    public double ratio() {
      return anchor.isPresent() ? anchor.getAsDouble() / micros : 0;
    }
  }

  /** What is measured; a batch of work a call. */
  @FunctionalInterface
  private interface Work {
    void run() throws CryptoException;
  }

  public List<Row> run(int cores) throws InterruptedException, CryptoException {
    List<Row> rows = new ArrayList<>();
    for (EngineChoice choice :
        List.of(
            EngineChoice.BOUNCY_CASTLE,
            EngineChoice.LIBCRYPTO,
            EngineChoice.VECTOR,
            EngineChoice.AUTO)) {
      for (int batch : BATCHES) {
        measure(choice, 1, batch, rows);
      }
    }
    for (int given = 1; given <= cores; given++) {
      measure(EngineChoice.AUTO, given, cores * BATCHES.getLast(), rows);
    }
    return rows;
  }

  private void measure(EngineChoice choice, int cores, int batch, List<Row> rows)
      throws InterruptedException, CryptoException {
    ChosenEngine chosen;
    try {
      chosen = GroupEngines.choose(choice, cores);
    } catch (EngineUnavailableException missing) {
      progress.accept(choice.configured() + " is left out: " + missing.reason());
      return;
    }
    progress.accept(chosen.engine().name() + ", batches of " + batch + ", cores: " + cores);
    OptionalDouble anchor = OpensslSpeed.micros();
    LongSupplier clock =
        cores == 1 && batch <= BATCHES.getLast()
            ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
            : System::nanoTime;
    Steps steps = new Steps(chosen.engine(), batch);
    for (Step step : batch <= BATCHES.getLast() ? steps.all() : steps.whole()) {
      rows.add(
          new Row(
              choice.configured(),
              cores,
              batch,
              step.name(),
              time(step.work(), clock) / batch,
              anchor));
    }
  }

  /** Microseconds a call. */
  private double time(Work work, LongSupplier clock) throws CryptoException {
    repeat(work, clock);
    return repeat(work, clock);
  }

  private double repeat(Work work, LongSupplier clock) throws CryptoException {
    long begun = clock.getAsLong();
    long calls = 0;
    long taken = 0;
    while (taken < measureNanos) {
      work.run();
      calls++;
      taken = clock.getAsLong() - begun;
    }
    return taken / NANOS_PER_MICRO / calls;
  }

  private record Step(String name, Work work) {}

  /** Everything of one batch, prepared. */
  private final class Steps {
    private final GroupEngine engine;
    private final Voprf voprf;
    private final List<Bytes> plain = new ArrayList<>();
    private final List<SecretBytes> inputs = new ArrayList<>();
    private final List<SecretScalar> blinds = new ArrayList<>();
    private final List<Element> hashed;
    private final Blinding blinding;
    private final Bytes encoded;
    private final List<KeyShare> shares = new ArrayList<>();
    private final List<Element> keys = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();

    Steps(GroupEngine engine, int batch) throws CryptoException {
      this.engine = engine;
      this.voprf = new Voprf(engine);
      for (int i = 0; i < batch; i++) {
        Bytes input = Bytes.of(randomness.bytes(IDENTITY_BYTES));
        plain.add(input);
        inputs.add(SecretBytes.of(input));
        blinds.add(SecretScalar.random(randomness));
      }
      this.hashed = engine.hashToGroup(plain, TAG);
      this.blinding = voprf.blind(inputs, randomness);
      this.encoded =
          Bytes.concat(blinding.elements().stream().map(Element::encode).toArray(Bytes[]::new));
      for (int i = 0; i < TOKENISERS; i++) {
        KeyShare share = KeyShare.generate(randomness);
        shares.add(share);
        keys.add(share.publicKey());
        evaluations.add(voprf.evaluate(share, blinding.elements(), randomness));
      }
    }

    List<Step> all() {
      KeyShare share = shares.getFirst();
      SecretScalar shared = blinds.getFirst();
      Evaluation evaluation = evaluations.getFirst();
      List<Step> steps = new ArrayList<>();
      steps.add(new Step("hash to curve", () -> engine.hashToGroup(plain, TAG)));
      steps.add(new Step("multiply, own scalar", () -> engine.multiply(hashed, blinds)));
      steps.add(new Step("multiply, one scalar", () -> engine.multiply(hashed, shared)));
      steps.add(new Step("decode", () -> engine.decode(encoded)));
      steps.add(
          new Step(
              "evaluate and prove", () -> voprf.evaluate(share, blinding.elements(), randomness)));
      steps.add(
          new Step(
              "verify one proof",
              () -> voprf.isProven(keys.getFirst(), blinding.elements(), evaluation)));
      steps.addAll(whole());
      return steps;
    }

    List<Step> whole() {
      KeyShare share = shares.getFirst();
      return List.of(
          new Step("agent: blind", () -> voprf.blind(inputs, randomness)),
          new Step(
              "agent: verify, unblind, finalize",
              () -> voprf.finalizeOutputs(blinding, keys, evaluations)),
          new Step(
              "tokeniser: whole", () -> voprf.evaluate(share, voprf.decode(encoded), randomness)));
    }
  }
}
