package io.heji.sandbox.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares when platforms answer about their customers and about people they do not know, within
 * each query: all platforms are asked at the same moment, so a busy machine delays them alike.
 *
 * <p>The test is Hodges and Lehmann's of aligned ranks (Ann. Math. Statist. 33, 1962): from each
 * time the platform's median and then the query's are taken away, the rest is ranked, and within a
 * query each way of saying who are customers is as likely as any other if nothing depends on it.
 */
public final class Comparison {
  /** What {@link #score()} is, in words. */
  public static final String STATISTIC =
      "aligned rank sum of Hodges and Lehmann (1962): standard deviations by which customers' answers come later";

  /**
   * How many standard deviations count as a difference. By chance once in ten thousand runs (two
   * sides).
   */
  public static final double DETECTED_FROM = 3.89;

  private static final double NANOS_PER_MICRO = 1_000;

  private final List<Timed> answers;

  /** One answer to one query. */
  record Timed(String query, String platform, boolean customer, double nanos) {
    Timed laterBy(double more) {
      return new Timed(query, platform, customer, nanos + more);
    }
  }

  Comparison(List<Timed> answers) {
    this.answers = List.copyOf(answers);
  }

  /** How many answers of a group. */
  int count(boolean customers) {
    return (int) answers.stream().filter(t -> t.customer() == customers).count();
  }

  boolean detected() {
    return Math.abs(score()) > DETECTED_FROM;
  }

  /** Standard deviations by which customers' answers come later (or, negative, earlier). */
  double score() {
    List<Timed> ranked = ranks(aligned(aligned(answers, Timed::platform), Timed::query));
    double surplus = 0;
    double variance = 0;
    for (List<Timed> query : grouped(ranked, Timed::query).values()) {
      double mean = query.stream().mapToDouble(Timed::nanos).average().orElse(0);
      double spread =
          query.stream().mapToDouble(t -> (t.nanos() - mean) * (t.nanos() - mean)).sum();
      double customers = query.stream().filter(Timed::customer).count();
      for (Timed timed : query) {
        surplus += timed.customer() ? timed.nanos() - mean : 0;
      }
      if (query.size() > 1) {
        variance +=
            customers * (query.size() - customers) / (query.size() * (query.size() - 1.0)) * spread;
      }
    }
    return variance == 0 ? 0 : surplus / Math.sqrt(variance);
  }

  private static Map<String, List<Timed>> grouped(
      List<Timed> answers, Function<Timed, String> group) {
    return answers.stream().collect(Collectors.groupingBy(group));
  }

  /** Takes its group's median from each time. */
  private static List<Timed> aligned(List<Timed> answers, Function<Timed, String> group) {
    Map<String, Double> medians = new HashMap<>();
    grouped(answers, group)
        .forEach(
            (name, list) ->
                medians.put(
                    name, quantile(list.stream().mapToDouble(Timed::nanos).toArray(), 0.5)));
    return answers.stream()
        .map(a -> a.laterBy(-medians.getOrDefault(group.apply(a), 0.0)))
        .toList();
  }

  /** Each time's rank from 1 in its place; equal times share their ranks' mean. */
  private static List<Timed> ranks(List<Timed> answers) {
    List<Timed> sorted = answers.stream().sorted(Comparator.comparingDouble(Timed::nanos)).toList();
    List<Timed> ranked = new ArrayList<>(sorted.size());
    int from = 0;
    while (from < sorted.size()) {
      int to = from;
      while (to < sorted.size() && sorted.get(to).nanos() == sorted.get(from).nanos()) {
        to++;
      }
      for (int i = from; i < to; i++) {
        Timed timed = sorted.get(i);
        double rank = (from + 1 + to) / 2.0;
        ranked.add(new Timed(timed.query(), timed.platform(), timed.customer(), rank));
      }
      from = to;
    }
    return ranked;
  }

  /** Microseconds at a quantile of one group's times over all platforms. */
  double micros(boolean customers, double quantile) {
    double[] times =
        answers.stream().filter(t -> t.customer() == customers).mapToDouble(Timed::nanos).toArray();
    return times.length == 0 ? 0 : quantile(times, quantile) / NANOS_PER_MICRO;
  }

  private static double quantile(double[] values, double quantile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
  }
}
