package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link QueryBench} found; times in microseconds.
 *
 * @param platforms how many were summed
 * @param customers how many each platform has on average
 * @param cold questions about people whose token was not kept
 * @param kept the same questions again
 * @param central the same sums, read by one program
 * @param commit a small INSERT with COMMIT
 * @param curveMicros one multiplication by OpenSSL, null where it is not installed
 * @param answerDelayMicros D(1) of the policy bundle
 * @param path what a question waits for
 * @param wrong answers whose total is not the central program's within the rounding
 */
public record QueryReport(
    int platforms,
    long customers,
    Asked cold,
    Asked kept,
    Spread central,
    Spread commit,
    @Nullable Double curveMicros,
    double answerDelayMicros,
    QueryPath path,
    int wrong) {
  /** By how much a question may exceed the sum of its terms. */
  public static final double RATIO_MAX = 2;

  /**
   * One kind of question.
   *
   * @param times from asking until the answer is verified and opened
   * @param cpuMicros of each party for one question
   */
  public record Asked(Spread times, SortedMap<String, Double> cpuMicros) {}

  /**
   * One kind of question beside its terms.
   *
   * @param what which
   * @param restMicros median less the answer delay
   * @param commits on the path
   * @param commitsMicros at the measured commit latency
   * @param readsMicros the central program's reads, the median
   * @param curveOperations on the path
   * @param curveMicros at the measured time of one
   * @param ratio of the rest to the sum of the three
   */
  public record Terms(
      String what,
      double restMicros,
      int commits,
      double commitsMicros,
      double readsMicros,
      int curveOperations,
      double curveMicros,
      double ratio) {
    @JsonProperty
    public boolean met() {
      return ratio <= RATIO_MAX;
    }
  }

  /** Both kinds beside their terms; none where the curve was not measured. */
  @JsonProperty
  public List<Terms> terms() {
    Double curve = curveMicros;
    return curve == null
        ? List.of()
        : List.of(terms("cold", cold, true, curve), terms("kept", kept, false, curve));
  }

  private Terms terms(String what, Asked asked, boolean withTokenRound, double curve) {
    double rest = asked.times().p50() - answerDelayMicros;
    int commits = path.commits(withTokenRound);
    int operations = path.curveOperations(withTokenRound);
    double commitsMicros = commits * commit.p50();
    double operationsMicros = operations * curve;
    double sum = commitsMicros + central.p50() + operationsMicros;
    return new Terms(
        what,
        rest,
        commits,
        commitsMicros,
        central.p50(),
        operations,
        operationsMicros,
        rest / sum);
  }

  /** Whether every answer was right. */
  @JsonProperty
  public boolean right() {
    return wrong == 0;
  }
}
