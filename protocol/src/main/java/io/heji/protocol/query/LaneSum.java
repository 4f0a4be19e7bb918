package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.mask.Field61;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gateway's sum of all contributions, checked as far as the gateway can check it.
 *
 * @param subjects one a subject
 */
public record LaneSum(List<SubjectSum> subjects) {
  /**
   * Sums of one subject.
   *
   * @param vetoed somebody withheld: the other numbers are noise
   * @param known how many platforms know the person
   * @param metrics one a metric in query order
   */
  public record SubjectSum(boolean vetoed, long known, List<MetricSum> metrics) {
    public SubjectSum {
      metrics = List.copyOf(metrics);
    }

    @Override
    public String toString() {
      return "SubjectSum";
    }
  }

  /**
   * Sums of one metric of one subject.
   *
   * @param holders how many platforms hold something
   * @param value the total, padded if the metric is sealed
   * @param tag the padded tag; 0 if the metric is not sealed
   */
  public record MetricSum(long holders, long value, long tag) {
    @Override
    public String toString() {
      return "MetricSum";
    }
  }

  public LaneSum {
    subjects = List.copyOf(subjects);
  }

  /**
   * Adds the contributions and checks, in this order: exactly the members of S, lengths, every lane
   * below p, the check lane 0; then for each subject whose veto sum is 0: known ≤ |S|, holders ≤
   * known, each total that is not sealed ≤ |S|·(2^53 − 1).
   *
   * @throws RefusedException {@code contribution-invalid}; nothing is disclosed then, and nobody
   *     can tell whose it was
   */
  public static <M> LaneSum of(LaneLayout layout, Set<M> members, Map<M, Bytes> contributions)
      throws RefusedException {
    if (!contributions.keySet().equals(members)) {
      throw refused("the contributions are not exactly those of the summed platforms");
    }
    long[] sum = add(layout, contributions.values());
    if (sum[LaneLayout.CHECK] != 0) {
      throw refused("the masks do not cancel");
    }
    List<SubjectSum> subjects = new ArrayList<>(layout.subjects());
    for (int subject = 0; subject < layout.subjects(); subject++) {
      subjects.add(subjectSum(layout, sum, subject, members.size()));
    }
    return new LaneSum(subjects);
  }

  private static long[] add(LaneLayout layout, Collection<Bytes> contributions)
      throws RefusedException {
    long[] sum = new long[layout.laneCount()];
    for (Bytes contribution : contributions) {
      if (contribution.size() != layout.laneCount() * Field61.LANE_BYTES) {
        throw refused("a contribution has another number of lanes");
      }
      long[] lanes = decoded(contribution);
      for (int lane = 0; lane < sum.length; lane++) {
        sum[lane] = Field61.add(sum[lane], lanes[lane]);
      }
    }
    return sum;
  }

  private static long[] decoded(Bytes contribution) throws RefusedException {
    try {
      return Field61.decode(contribution);
    } catch (CryptoException notCanonical) {
      throw refused("a lane is not below the field's prime");
    }
  }

  private static SubjectSum subjectSum(LaneLayout layout, long[] sum, int subject, int members)
      throws RefusedException {
    // Looked at first: the other sums of a vetoed subject are noise and would fail every check.
    boolean vetoed = sum[layout.veto(subject)] != 0;
    long known = sum[layout.known(subject)];
    if (!vetoed && known > members) {
      throw refused("more platforms know a subject than are summed");
    }
    List<MetricSum> metrics = new ArrayList<>(layout.metrics());
    for (int metric = 0; metric < layout.metrics(); metric++) {
      long holders = sum[layout.holders(subject, metric)];
      long value = sum[layout.value(subject, metric)];
      boolean sealed = layout.isSealed(metric);
      if (!vetoed && holders > known) {
        throw refused("more platforms hold something than know the subject");
      }
      if (!vetoed && !sealed && value > members * Rounding.VALUE_MAX) {
        throw refused("a total is out of range");
      }
      metrics.add(new MetricSum(holders, value, sealed ? sum[layout.tag(subject, metric)] : 0));
    }
    return new SubjectSum(vetoed, known, metrics);
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ProblemType.CONTRIBUTION_INVALID, why);
  }
}
