package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lane numbers as protocol section 6 counts them. */
class LaneLayoutTest {
  private final LaneLayout layout = new LaneLayout(List.of(false, true, false), 2);

  @Test
  void numbersLanesSubjectBySubjectAndMetricByMetric() {
    assertThat(LaneLayout.CHECK).isZero();
    assertThat(lanesOf(0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(lanesOf(1)).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18);
    assertThat(layout.laneCount()).isEqualTo(19);
  }

  private List<Integer> lanesOf(int subject) {
    return List.of(
        layout.veto(subject),
        layout.known(subject),
        layout.holders(subject, 0),
        layout.value(subject, 0),
        layout.holders(subject, 1),
        layout.value(subject, 1),
        layout.tag(subject, 1),
        layout.holders(subject, 2),
        layout.value(subject, 2));
  }

  @Test
  void theLargestQueryHasAsManyLanesAsThereCanBe() {
    List<Boolean> allSealed = Collections.nCopies(Limits.METRICS_MAX, true);

    assertThat(new LaneLayout(allSealed, Limits.SUBJECTS_MAX).laneCount())
        .isEqualTo(Limits.LANES_MAX);
  }

  /** Nothing is added up of a contribution that is a lane too long or too short. */
  @Test
  void takesContributionsOfExactlyItsLanes() throws Exception {
    LaneLayout largest =
        new LaneLayout(Collections.nCopies(Limits.METRICS_MAX, true), Limits.SUBJECTS_MAX);

    assertThat(sum(largest, Limits.LANES_MAX).subjects()).hasSize(Limits.SUBJECTS_MAX);
    for (int lanes : new int[] {Limits.LANES_MAX - 1, Limits.LANES_MAX + 1}) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> sum(largest, lanes))
          .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.CONTRIBUTION_INVALID));
    }
  }

  private static LaneSum sum(LaneLayout layout, int lanes) throws RefusedException {
    Bytes contribution = Bytes.of(new byte[lanes * Limits.LANE_BYTES]);
    return LaneSum.of(layout, Set.of("a"), Map.of("a", contribution));
  }

  @Test
  void anOpenMetricHasNoTag() {
    assertThatIllegalArgumentException().isThrownBy(() -> layout.tag(0, 0));
  }

  @Test
  void refusesNothingToAsk() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LaneLayout(List.of(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LaneLayout(List.of(true), 0));
  }
}
