package io.heji.protocol.query;

import java.util.List;

/**
 * Where each number of a contribution stands (protocol section 6): lane 0 is {@code check}; then
 * per subject {@code veto}, {@code known}, then per metric in query order {@code holders}, {@code
 * value} and, if the metric is sealed, {@code tag}.
 *
 * @param sealed for each metric in query order, whether it is sealed
 * @param subjects how many
 */
public record LaneLayout(List<Boolean> sealed, int subjects) {
  /** The lane that is 0 in every contribution, so that masks that do not cancel show. */
  public static final int CHECK = 0;

  private static final int LANES_BEFORE_METRICS = 2;
  private static final int LANES_OF_OPEN_METRIC = 2;
  private static final int LANES_OF_SEALED_METRIC = 3;

  public LaneLayout {
    sealed = List.copyOf(sealed);
    if (sealed.isEmpty() || subjects < 1) {
      throw new IllegalArgumentException("at least one metric and one subject");
    }
  }

  public int metrics() {
    return sealed.size();
  }

  public boolean isSealed(int metric) {
    return sealed.get(metric);
  }

  /** How many lanes there are in all. */
  public int laneCount() {
    return 1 + subjects * lanesPerSubject();
  }

  public int veto(int subject) {
    return 1 + subject * lanesPerSubject();
  }

  public int known(int subject) {
    return veto(subject) + 1;
  }

  public int holders(int subject, int metric) {
    return veto(subject) + LANES_BEFORE_METRICS + lanesOfMetricsBefore(metric);
  }

  public int value(int subject, int metric) {
    return holders(subject, metric) + 1;
  }

  /** Only of a sealed metric. */
  public int tag(int subject, int metric) {
    if (!isSealed(metric)) {
      throw new IllegalArgumentException("bug: a metric that is not sealed has no tag");
    }
    return holders(subject, metric) + 2;
  }

  private int lanesPerSubject() {
    return LANES_BEFORE_METRICS + lanesOfMetricsBefore(metrics());
  }

  private int lanesOfMetricsBefore(int metric) {
    int lanes = 0;
    for (int i = 0; i < metric; i++) {
      lanes += isSealed(i) ? LANES_OF_SEALED_METRIC : LANES_OF_OPEN_METRIC;
    }
    return lanes;
  }
}
