package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link QueryBench} found; times in microseconds.
 *
 * @param platforms how many were summed
 * @param customers how many each platform has on average
 * @param cold questions about people whose token was not kept
 * @param kept the same questions again
 * @param hot what terms are made of, measured one after the other
 * @param paced the same, each after a pause as long as the answer delay
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
    Anchors hot,
    Anchors paced,
    @Nullable Double curveMicros,
    double answerDelayMicros,
    QueryPath path,
    int wrong) {
  /** Anchors measured one after the other. */
  public static final String HOT = "hot";

  /** Anchors measured after pauses as long as those of a question. */
  public static final String PACED = "paced";

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
   * What takes time beside a question.
   *
   * @param central the same sums, read by one program
   * @param commit a small INSERT with COMMIT
   */
  public record Anchors(Spread central, Spread commit) {}

  /**
   * One kind of question beside its terms.
   *
   * @param what which
   * @param anchors {@link #HOT} or {@link #PACED}
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
      String anchors,
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

  /**
   * Both kinds beside their terms, by hot anchors and then by paced ones; none where the curve was
   * not measured.
   */
  @JsonProperty
  public List<Terms> terms() {
    Double curve = curveMicros;
    if (curve == null) {
      return List.of();
    }
    List<Terms> terms = new ArrayList<>();
    for (String anchors : List.of(HOT, PACED)) {
      terms.add(terms("cold", cold, true, anchors, curve));
      terms.add(terms("kept", kept, false, anchors, curve));
    }
    return terms;
  }

  /** Only the first commit after the answer delay is one after a pause. */
  private Terms terms(
      String what, Asked asked, boolean withTokenRound, String anchors, double curve) {
    boolean pause = anchors.equals(PACED);
    double rest = asked.times().p50() - answerDelayMicros;
    int commits = path.commits(withTokenRound);
    int operations = path.curveOperations(withTokenRound);
    int afterPause = pause ? path.commitsAfterDelay(withTokenRound) : 0;
    double commitsMicros =
        (commits - afterPause) * hot.commit().p50() + afterPause * paced.commit().p50();
    double readsMicros = (pause ? paced : hot).central().p50();
    double operationsMicros = operations * curve;
    double sum = commitsMicros + readsMicros + operationsMicros;
    return new Terms(
        what,
        anchors,
        rest,
        commits,
        commitsMicros,
        readsMicros,
        operations,
        operationsMicros,
        rest / sum);
  }

  /** With kept tokens, by one kind of anchors. */
  public Optional<Terms> kept(String anchors) {
    return terms().stream()
        .filter(terms -> terms.what().equals("kept") && terms.anchors().equals(anchors))
        .findFirst();
  }

  /** Whether every answer was right. */
  @JsonProperty
  public boolean right() {
    return wrong == 0;
  }
}
