package io.heji.sandbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a book came in, as it was looked at again and again. The processes have just started when it
 * begins, and most of what they do then is to compile themselves: a book of 10^8 customers does not
 * notice, one of 10^5 does. So the first part is told apart.
 */
final class BookWatch {
  /** The part of a book that comes in while processes are cold. */
  static final double COLD_PART = 0.25;

  private final List<Sighting> sightings = new ArrayList<>();

  /** How far the agent was at a time, and what everybody had used by then. */
  record Sighting(long nanoTime, long done, CpuTimes cpu) {}

  /** From one look to another. */
  record Stretch(long customers, long nanos, CpuTimes cpu) {
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    double seconds() {
      return nanos / NANOS_PER_SECOND;
    }

    double customersPerSecond() {
      return customers / seconds();
    }
  }

  /** Whether all of the book had been seen in before. */
  boolean isComplete(long total) {
    return !sightings.isEmpty() && sightings.getLast().done() >= total;
  }

  void saw(Sighting sighting) {
    sightings.add(sighting);
  }

  /** From the first look to the last. */
  Optional<Stretch> whole() {
    return sightings.isEmpty() ? Optional.empty() : since(sightings.getFirst());
  }

  /** From the first look at which the cold part of the book was in, to the last. */
  Optional<Stretch> warm() {
    if (sightings.isEmpty()) {
      return Optional.empty();
    }
    double cold = COLD_PART * sightings.getLast().done();
    return sightings.stream()
        .filter(sighting -> sighting.done() >= cold)
        .findFirst()
        .flatMap(this::since);
  }

  private Optional<Stretch> since(Sighting begun) {
    Sighting ended = sightings.getLast();
    if (ended.done() <= begun.done() || ended.nanoTime() <= begun.nanoTime()) {
      return Optional.empty();
    }
    return Optional.of(
        new Stretch(
            ended.done() - begun.done(),
            ended.nanoTime() - begun.nanoTime(),
            ended.cpu().since(begun.cpu())));
  }
}
