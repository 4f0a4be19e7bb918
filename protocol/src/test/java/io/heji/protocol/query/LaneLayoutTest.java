package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
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
  void anOpenMetricHasNoTag() {
    assertThatIllegalArgumentException().isThrownBy(() -> layout.tag(0, 0));
  }

  @Test
  void refusesNothingToAsk() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LaneLayout(List.of(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LaneLayout(List.of(true), 0));
  }
}
