package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * {@code openssl speed ecdhp256}, measured again and again between what is compared with it, so
 * that a machine that is busy now and then shows.
 */
public final class Anchor {
  /** A measurement: microseconds of one multiplication, empty where there is no openssl. */
  @FunctionalInterface
  interface Source {
    OptionalDouble micros() throws InterruptedException;
  }

  private final Source source;
  private final List<Double> samples = new ArrayList<>();

  Anchor(Source source) {
    this.source = source;
  }

  /** Another sample, null where there is no openssl. */
  @Nullable Double sample() throws InterruptedException {
    OptionalDouble micros = source.micros();
    if (micros.isEmpty()) {
      return null;
    }
    samples.add(micros.getAsDouble());
    return micros.getAsDouble();
  }

  /** How the samples lie. */
  Samples samples() {
    return Samples.of(samples);
  }

  /**
   * Samples in microseconds. A median far above the least says that the machine did other work.
   *
   * @param count how many; 0 without openssl, and then all is 0
   */
  public record Samples(int count, double min, double median, double max) {
    /** By how much the median of a quiet machine exceeds the least. */
    private static final double QUIET_MAX = 1.1;

    /** Whether the machine had little else to do. */
    @JsonProperty
    public boolean isQuiet() {
      return median <= QUIET_MAX * min;
    }

    static Samples of(List<Double> values) {
      if (values.isEmpty()) {
        return new Samples(0, 0, 0, 0);
      }
      List<Double> sorted = values.stream().sorted().toList();
      return new Samples(
          sorted.size(), sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
  }
}
