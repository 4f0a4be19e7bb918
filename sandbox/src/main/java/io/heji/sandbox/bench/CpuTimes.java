package io.heji.sandbox.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** CPU time by party. */
record CpuTimes(Map<String, Duration> byParty) {
  private static final double NANOS_PER_MICRO = 1_000;

  /** Nobody used any. */
  static final CpuTimes NONE = new CpuTimes(Map.of());

  CpuTimes {
    byParty = Map.copyOf(byParty);
  }

  /** What was used since the earlier reading; a party that was not there then had used none. */
  CpuTimes since(CpuTimes earlier) {
    Map<String, Duration> used = new LinkedHashMap<>();
    byParty.forEach(
        (party, now) ->
            used.put(party, now.minus(earlier.byParty.getOrDefault(party, Duration.ZERO))));
    return new CpuTimes(used);
  }

  CpuTimes plus(CpuTimes more) {
    Map<String, Duration> sum = new LinkedHashMap<>(byParty);
    more.byParty.forEach((party, time) -> sum.merge(party, time, Duration::plus));
    return new CpuTimes(sum);
  }

  /** Of everybody else. */
  CpuTimes without(String party) {
    Map<String, Duration> others = new LinkedHashMap<>(byParty);
    others.remove(party);
    return new CpuTimes(others);
  }

  /** Microseconds of each party for one of so many. */
  SortedMap<String, Double> microsEach(long count) {
    SortedMap<String, Double> each = new TreeMap<>();
    byParty.forEach((party, time) -> each.put(party, time.toNanos() / NANOS_PER_MICRO / count));
    return each;
  }
}
